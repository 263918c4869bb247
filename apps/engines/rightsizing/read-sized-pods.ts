import type { Labels } from '@ml/state/kubernetes/label-selector';
import { namespaced } from '@ml/state/kubernetes/identified';
import { workloadOf } from '@ml/state/kubernetes/owner';
import { podRequests } from '@ml/state/kubernetes/pod-requests';
import { containersOf, readContainers } from '@ml/state/kubernetes/read-container';
import { readController } from '@ml/state/kubernetes/read-owner';
import { readAmounts } from '@ml/state/kubernetes/read-resources';
import { readLabels } from '@ml/state/kubernetes/labels';
import { POD_OPT_OUT_KEYS, podOptOutOf } from '@ml/state/opt-out';
import type { Read, Reads } from '@ml/state/read';
import { array, fallback, object, optional, picked, required } from '@ml/state/shapes';
import { name, text, time } from '@ml/state/values';
import { sizedContainer, type SizedPod } from './sized-pod';

/** A pod, and whether it still takes room. */
export interface PodSeen {
  readonly namespace: string;
  readonly name: string;
  readonly ended: boolean;
  readonly labels: Labels;
  readonly sized: SizedPod;
}

const MIRROR = 'kubernetes.io/config.mirror';
const SAFE_TO_EVICT = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const SOURCE = 'kubernetes.io/config.source';
/** Written by the admission controller of the Vertical Pod Autoscaler on the pods that it changes. */
const VPA = 'vpaUpdates';

const termination = fallback(object({ terminated: optional(object({ reason: optional(text) })) }), { terminated: null });
const statuses = fallback(array(object({ name: required(name), state: termination, lastState: termination })), []);

/** Of a pod only what sizes are made of: where it may stand, what it mounts and how it is reached would cost more to read than all of this. */
const apiPod = object({
  metadata: required(
    object({
      name: required(name),
      namespace: fallback(name, 'default'),
      labels: fallback(readLabels, {}),
      annotations: fallback(picked([...POD_OPT_OUT_KEYS, MIRROR, SOURCE, VPA]), {}),
      ownerReferences: fallback(readController, null),
      creationTimestamp: optional(time),
    }),
  ),
  spec: fallback(
    object({
      nodeName: optional(text),
      containers: fallback(readContainers, []),
      initContainers: fallback(readContainers, []),
      resources: optional(object({ requests: optional(readAmounts) })),
      overhead: optional(readAmounts),
    }),
    { nodeName: null, containers: [], initContainers: [], resources: null, overhead: null },
  ),
  status: fallback(object({ phase: optional(text), startTime: optional(time), containerStatuses: statuses, initContainerStatuses: statuses }), {
    phase: null,
    startTime: null,
    containerStatuses: [],
    initContainerStatuses: [],
  }),
});

type ApiPod = Reads<typeof apiPod>;

const readPodSeen: Read<PodSeen> = (value) => {
  const pod = apiPod(value);
  const { metadata, status } = pod;
  return { namespace: metadata.namespace, name: metadata.name, ended: status.phase === 'Succeeded' || status.phase === 'Failed', labels: metadata.labels, sized: sizedOf(pod) };
};

/** Sorted by namespace and name. */
export const readSizedPods: Read<readonly PodSeen[]> = namespaced(readPodSeen);

const sizedOf = (pod: ApiPod): SizedPod => {
  const { metadata, spec, status } = pod;
  const { labels, annotations, ownerReferences: owner } = metadata;
  const containers = containersOf(spec.containers, spec.initContainers);
  const requests = podRequests({ containers, whole: spec.resources?.requests ?? null, overhead: spec.overhead });
  const staticPod = isStatic(pod.metadata);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    nodeName: spec.nodeName === '' ? null : spec.nodeName,
    workload: workloadOf(owner, labels),
    staticPod,
    bare: owner === null && !staticPod && annotations[SAFE_TO_EVICT] !== 'true',
    blockedBy: null,
    byVpa: annotations[VPA] !== undefined,
    createdAt: metadata.creationTimestamp,
    startedAt: status.startTime,
    cpu: requests.cpu,
    memory: requests.memory,
    containers: containers.map(sizedContainer),
    oomKilled: outOfMemory(status),
    optOut: podOptOutOf(labels, annotations, status.startTime ?? metadata.creationTimestamp),
  };
};

/** The API shows such a pod, but the kubelet of its node made it from a file or an address. */
const isStatic = ({ annotations, ownerReferences: owner }: ApiPod['metadata']): boolean =>
  owner?.kind === 'Node' || annotations[MIRROR] !== undefined || (annotations[SOURCE] ?? 'api') !== 'api';

const NOBODY: readonly string[] = [];
const OOM = 'OOMKilled';

const outOfMemory = ({ initContainerStatuses, containerStatuses }: ApiPod['status']): readonly string[] =>
  containerStatuses.some(ranOut) || initContainerStatuses.some(ranOut) ? [...initContainerStatuses, ...containerStatuses].filter(ranOut).map((status) => status.name) : NOBODY;

const ranOut = ({ state, lastState }: ApiPod['status']['containerStatuses'][number]): boolean => state.terminated?.reason === OOM || lastState.terminated?.reason === OOM;
