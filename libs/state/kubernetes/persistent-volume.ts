import type { Bytes, EpochMs } from '@ml/units/brand';
import type { Read, Reads } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { name, size, text } from '../values';
import { clusterWide } from './identified';
import type { Labels } from './label-selector';
import { metadataWith } from './metadata';
import type { NodeSelectorTerm } from './node-affinity';
import { readNodeTerm } from './read-affinity';

export interface ClaimReference {
  readonly namespace: string;
  readonly name: string;
}

export interface PersistentVolumeState {
  readonly name: string;
  /** `Available`, `Bound`, `Released`, `Failed`. */
  readonly phase: string | null;
  /** `Retain`, `Delete`. */
  readonly reclaimPolicy: string | null;
  /** `ebs.csi.aws.com`; the driver of old in-tree volumes under the same name. */
  readonly driver: string | null;
  /** The id of the cloud, as in `vol-0123456789abcdef0`. */
  readonly volumeId: string | null;
  /** null when it may be reached from several, or nobody says. */
  readonly zone: string | null;
  /** The nodes it may be attached to; null is any. */
  readonly nodeAffinity: readonly NodeSelectorTerm[] | null;
  readonly claim: ClaimReference | null;
  readonly capacity: Bytes | null;
  readonly storageClass: string | null;
  readonly createdAt: EpochMs | null;
  readonly deletionTimestamp: EpochMs | null;
}

export const EBS_DRIVER = 'ebs.csi.aws.com';
const ZONE_KEYS: readonly string[] = ['topology.kubernetes.io/zone', 'topology.ebs.csi.aws.com/zone', 'failure-domain.beta.kubernetes.io/zone'];

const spec = object({
  persistentVolumeReclaimPolicy: optional(text),
  storageClassName: optional(text),
  capacity: optional(object({ storage: optional(size) })),
  claimRef: optional(object({ namespace: fallback(name, 'default'), name: required(name) })),
  csi: optional(object({ driver: optional(text), volumeHandle: optional(text) })),
  awsElasticBlockStore: optional(object({ volumeID: optional(text) })),
  nodeAffinity: optional(object({ required: optional(object({ nodeSelectorTerms: fallback(array(readNodeTerm), []) })) })),
});

const apiVolume = object({
  metadata: required(metadataWith([])),
  spec: fallback(spec, spec({})),
  status: fallback(object({ phase: optional(text) }), { phase: null }),
});

const readVolume: Read<PersistentVolumeState> = (value) => {
  const { metadata, spec: volume, status } = apiVolume(value);
  const inTree = volume.awsElasticBlockStore?.volumeID ?? null;
  const nodeAffinity = volume.nodeAffinity?.required?.nodeSelectorTerms ?? null;
  return {
    name: metadata.name,
    phase: status.phase,
    reclaimPolicy: volume.persistentVolumeReclaimPolicy,
    ...idOf(volume),
    zone: zoneOf(nodeAffinity ?? [], metadata.labels) ?? zoneOfId(inTree),
    nodeAffinity,
    claim: volume.claimRef,
    capacity: volume.capacity?.storage ?? null,
    storageClass: volume.storageClassName,
    createdAt: metadata.creationTimestamp,
    deletionTimestamp: metadata.deletionTimestamp,
  };
};

export const readPersistentVolumes: Read<readonly PersistentVolumeState[]> = clusterWide(readVolume);

const idOf = ({ csi, awsElasticBlockStore }: Reads<typeof spec>): Pick<PersistentVolumeState, 'driver' | 'volumeId'> => {
  const inTree = awsElasticBlockStore?.volumeID ?? null;
  if (csi !== null) return { driver: csi.driver, volumeId: csi.volumeHandle };
  return { driver: awsElasticBlockStore === null ? null : EBS_DRIVER, volumeId: inTree?.split('/').at(-1) ?? null };
};

const zoneOf = (terms: readonly NodeSelectorTerm[], labels: Labels): string | null => {
  const asked = terms.flatMap((term) => term.matchExpressions.filter(({ key, operator }) => operator === 'In' && ZONE_KEYS.includes(key)).flatMap(({ values }) => values));
  const labelled = ZONE_KEYS.flatMap((key) => (labels[key] === undefined ? [] : [labels[key]]));
  const zones = new Set(asked.length > 0 ? asked : labelled);
  return zones.size === 1 ? ([...zones][0] ?? null) : null;
};

/** `aws://us-east-1a/vol-0123456789abcdef0`, as volumes were written before CSI. */
const zoneOfId = (id: string | null): string | null => /^aws:\/\/\/?([a-z0-9-]+)\/vol-/.exec(id ?? '')?.[1] ?? null;
