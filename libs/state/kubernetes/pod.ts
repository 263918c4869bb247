import { POD_OPT_OUT_KEYS, podOptOutOf } from '../opt-out';
import type { Read, Reads } from '../read';
import { fallback, object, optional, required } from '../shapes';
import { text, time } from '../values';
import { namespaced } from './identified';
import { metadataWith } from './metadata';
import { workloadOf } from './owner';
import { podRequests } from './pod-requests';
import { NO_POD_SPEC, readPodSpec } from './pod-spec';
import type { PodState, QosClass } from './pod-state';
import { hostPortsOf } from './host-ports';
import { volumesOf } from './pod-volumes';
import { qosClassOf } from './qos-class';
import { readContainerStatuses } from './read-container-status';
import { containersOf } from './read-container';
import { readReady } from './ready-condition';
import type { Labels } from './label-selector';

const SAFE_TO_EVICT = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const MIRROR = 'kubernetes.io/config.mirror';
const SOURCE = 'kubernetes.io/config.source';

const standing = {
  phase: optional(text),
  reason: optional(text),
  startTime: optional(time),
  qosClass: optional(text),
  conditions: fallback(readReady, null),
} as const;

const apiStanding = object(standing);

const apiStatus = object({
  ...standing,
  containerStatuses: fallback(readContainerStatuses, []),
  initContainerStatuses: fallback(readContainerStatuses, []),
});

const identity = {
  metadata: required(metadataWith([...POD_OPT_OUT_KEYS, SAFE_TO_EVICT, DELETION_COST, MIRROR, SOURCE])),
  spec: fallback(readPodSpec, NO_POD_SPEC),
} as const;

const apiPod = object({ ...identity, status: fallback(apiStatus, apiStatus({})) });
const apiPlacedPod = object({ ...identity, status: fallback(apiStanding, apiStanding({})) });

export const readPod: Read<PodState> = (value) => {
  const pod = apiPod(value);
  const containers = containersOf(pod.spec.containers, pod.spec.initContainers);
  return podOf(pod, containers, { containers, containerStatuses: both(pod.status.initContainerStatuses, pod.status.containerStatuses) });
};

/** For engines that ask of very many pods where they may stand and what they take there: of their containers, and of how these fared, nothing is kept. */
const readPlacedPod: Read<PodState> = (value) => {
  const pod = apiPlacedPod(value);
  return podOf(pod, containersOf(pod.spec.containers, pod.spec.initContainers), NO_CONTAINERS);
};

type Contained = Pick<PodState, 'containers' | 'containerStatuses'>;
const NO_CONTAINERS: Contained = { containers: [], containerStatuses: [] };

const podOf = ({ metadata, spec, status }: Reads<typeof apiPlacedPod>, containers: PodState['containers'], kept: Contained): PodState => {
  const { labels, annotations, ownerReferences: owner } = metadata;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    nodeName: spec.nodeName === '' ? null : spec.nodeName,
    phase: status.phase,
    reason: status.reason,
    ready: status.conditions,
    labels,
    owner,
    workload: workloadOf(owner, labels),
    staticPod: owner?.kind === 'Node' || isFromFile(annotations),
    daemon: owner?.kind === 'DaemonSet',
    priority: spec.priority,
    priorityClassName: spec.priorityClassName,
    createdAt: metadata.creationTimestamp,
    startedAt: status.startTime,
    deletionTimestamp: metadata.deletionTimestamp,
    requests: podRequests({ containers, whole: spec.resources?.requests ?? null, overhead: spec.overhead }),
    containers: kept.containers,
    containerStatuses: kept.containerStatuses,
    qosClass: QOS_CLASSES.find((known) => known === status.qosClass) ?? qosClassOf(containers),
    nodeSelector: spec.nodeSelector,
    nodeAffinity: spec.affinity.nodeAffinity,
    podAffinity: spec.affinity.podAffinity,
    podAntiAffinity: spec.affinity.podAntiAffinity,
    topologySpread: spec.topologySpreadConstraints,
    tolerations: spec.tolerations,
    hostPorts: hostPortsOf(spec),
    hostNetwork: spec.hostNetwork,
    volumes: volumesOf(metadata.name, spec.volumes),
    terminationGraceSeconds: spec.terminationGracePeriodSeconds,
    optOut: podOptOutOf(labels, annotations, status.startTime ?? metadata.creationTimestamp),
    safeToEvict: TRUTHS.get(annotations[SAFE_TO_EVICT]) ?? null,
    deletionCost: deletionCostOf(annotations[DELETION_COST]),
  };
};

export const readPods: Read<readonly PodState[]> = namespaced(readPod);
export const readPlacedPods: Read<readonly PodState[]> = namespaced(readPlacedPod);

const TRUTHS: ReadonlyMap<string | undefined, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

const both = <T>(one: readonly T[], other: readonly T[]): readonly T[] => (one.length === 0 ? other : [...one, ...other]);

const QOS_CLASSES: readonly QosClass[] = ['Guaranteed', 'Burstable', 'BestEffort'];

/** The API shows such a pod, but the kubelet of its node made it from a file or an address. */
const isFromFile = (annotations: Labels): boolean => annotations[MIRROR] !== undefined || (annotations[SOURCE] ?? 'api') !== 'api';

/** The controller takes a text that is no number for no cost. */
const deletionCostOf = (text: string | undefined): number => (text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : 0);
