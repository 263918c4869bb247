import type { LabelSelector } from '@ml/state/kubernetes/label-selector';
import type { NodeSelectorTerm } from '@ml/state/kubernetes/node-affinity';
import type { PodAffinityTerm } from '@ml/state/kubernetes/pod-affinity';
import type { Endpoints } from './endpoints';
import type { Workload } from './workloads';

type Manifest = Readonly<Record<string, unknown>>;

const ZONE = 'topology.kubernetes.io/zone';
/** The most that a preference may weigh. */
const WEIGHT = 100;

/** `PreferClose` is known since Kubernetes 1.30; `PreferSameZone` is its newer name. */
export const serviceRule = ({ service: { namespace, name } }: Endpoints): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace, name },
  spec: { trafficDistribution: 'PreferClose' },
});

export interface Drawn {
  readonly workload: Workload;
  readonly zone: string;
  /** Whom it shall stand beside; null where nobody with a selector stands in that zone. */
  readonly partner: Workload | null;
  /** Whether the partner alone says which zone is meant. */
  readonly partnerSaysZone: boolean;
}

/** A patch of the workload. Lists of preferences are replaced as a whole, so those that are there come along. */
export const affinityRule = ({ workload, zone, partner, partnerSaysZone }: Drawn): Manifest => {
  const { namespace, name, kinds, pods } = workload;
  const near = partner === null ? null : nearTerm(workload, partner);
  const affinity = {
    ...(near !== null && { podAffinity: { [PREFERRED]: [...podPreferences(pods[0]), podPreference(WEIGHT, near)] } }),
    ...((near === null || !partnerSaysZone) && { nodeAffinity: { [PREFERRED]: [...nodePreferences(pods[0]), nodePreference(WEIGHT, inZone(zone))] } }),
  };
  return { apiVersion: 'apps/v1', kind: kinds[0], metadata: { namespace, name }, spec: { template: { spec: { affinity } } } };
};

type Pod = Workload['pods'][number] | undefined;

const podPreferences = (pod: Pod): readonly Manifest[] => (pod?.podAffinity?.preferred ?? []).map(({ weight, term }) => podPreference(weight, podTerm(term)));
const nodePreferences = (pod: Pod): readonly Manifest[] => (pod?.nodeAffinity?.preferred ?? []).map(({ weight, term }) => nodePreference(weight, nodeTerm(term)));
const inZone = (zone: string): Manifest => ({ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] });

const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

const podPreference = (weight: number, podAffinityTerm: Manifest): Manifest => ({ weight, podAffinityTerm });
const nodePreference = (weight: number, preference: Manifest): Manifest => ({ weight, preference });

const nearTerm = (workload: Workload, partner: Workload): Manifest | null => {
  const selector = partner.controller?.selector ?? null;
  if (selector === null) return null;
  return { topologyKey: ZONE, labelSelector: selectorOf(selector), ...(partner.namespace === workload.namespace ? {} : { namespaces: [partner.namespace] }) };
};

const selectorOf = ({ matchLabels, matchExpressions }: LabelSelector): Manifest => ({
  ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
  ...(matchExpressions.length > 0 && { matchExpressions }),
});

const podTerm = ({ topologyKey, labelSelector, namespaces, namespaceSelector, matchLabelKeys, mismatchLabelKeys }: PodAffinityTerm): Manifest => ({
  topologyKey,
  ...(labelSelector !== null && { labelSelector: selectorOf(labelSelector) }),
  ...(namespaces.length > 0 && { namespaces }),
  ...(namespaceSelector !== null && { namespaceSelector: selectorOf(namespaceSelector) }),
  ...(matchLabelKeys.length > 0 && { matchLabelKeys }),
  ...(mismatchLabelKeys.length > 0 && { mismatchLabelKeys }),
});

const nodeTerm = ({ matchExpressions, matchFields }: NodeSelectorTerm): Manifest => ({
  ...(matchExpressions.length > 0 && { matchExpressions }),
  ...(matchFields.length > 0 && { matchFields }),
});
