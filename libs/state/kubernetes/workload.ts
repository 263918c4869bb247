import { POD_OPT_OUT_KEYS, podOptOutOf, WORKLOAD_OPT_OUT_KEYS, workloadOptOutOf } from '../opt-out';
import { fault, shown, type Read, type Reads } from '../read';
import { array, fallback, object, optional, picked, required } from '../shapes';
import { name, whole } from '../values';
import { DOWNSCALER_KEYS, downscalerOf } from './downscaler';
import { GIT_OPS_KEYS, gitOpsOf } from './git-ops';
import { namespaced } from './identified';
import type { Labels } from './label-selector';
import { readLabels } from './labels';
import { metadataWith } from './metadata';
import { podRequests } from './pod-requests';
import { NO_POD_SPEC, readPodSpec } from './pod-spec';
import { containersOf } from './read-container';
import { readLabelSelector } from './read-label-selector';
import type { PodTemplate, WorkloadKind, WorkloadState } from './workload-state';

const COUNT = optional(whole({ min: 0, max: 2 ** 31 - 1 }));

const NAMING_LABELS = ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/part-of', 'app', 'environment', 'env', 'stage', 'tier'] as const;

const templateMetadata = object({ labels: fallback(readLabels, {}), annotations: fallback(picked(POD_OPT_OUT_KEYS), {}) });

const template = object({
  metadata: fallback(templateMetadata, templateMetadata({})),
  spec: fallback(readPodSpec, NO_POD_SPEC),
});

const spec = object({
  replicas: COUNT,
  selector: optional(readLabelSelector),
  template: fallback(template, template({})),
  volumeClaimTemplates: fallback(array(object({ metadata: required(object({ name: required(name) })) })), []),
});

const status = object({ readyReplicas: COUNT, desiredNumberScheduled: COUNT, numberReady: COUNT });

const apiWorkload = object({
  metadata: required(metadataWith([...WORKLOAD_OPT_OUT_KEYS, ...DOWNSCALER_KEYS, ...GIT_OPS_KEYS])),
  spec: fallback(spec, spec({})),
  status: fallback(status, status({})),
});

/** An object of another kind under this name would be read as what it is not. */
const kindIs =
  (kind: WorkloadKind): Read<WorkloadKind> =>
  (value) => {
    if (value !== undefined && value !== null && value !== kind) throw fault('BAD_FIELD', `${shown(value)} is not ${kind}`);
    return kind;
  };

const readWorkload = (kind: WorkloadKind): Read<WorkloadState> => {
  const ofKind = object({ kind: kindIs(kind) });
  return (value) => {
    ofKind(value);
    return workloadOf(kind, apiWorkload(value));
  };
};

const workloadOf = (kind: WorkloadKind, read: Reads<typeof apiWorkload>): WorkloadState => {
  const { metadata } = read;
  const { labels, annotations } = metadata;
  const daemon = kind === 'DaemonSet';
  return {
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    labels: naming(labels),
    replicas: daemon ? read.status.desiredNumberScheduled : read.spec.replicas,
    readyReplicas: daemon ? read.status.numberReady : read.status.readyReplicas,
    selector: read.spec.selector,
    template: templateOf(read.spec.template),
    claimTemplates: read.spec.volumeClaimTemplates.map((claim) => claim.metadata.name),
    owner: metadata.ownerReferences,
    createdAt: metadata.creationTimestamp,
    deletionTimestamp: metadata.deletionTimestamp,
    optOut: workloadOptOutOf(labels, annotations),
    downscaler: downscalerOf(labels, annotations),
    gitOps: gitOpsOf(labels, annotations),
  };
};

const templateOf = ({ metadata, spec: pod }: Reads<typeof template>): PodTemplate => {
  const containers = containersOf(pod.containers, pod.initContainers);
  return {
    labels: metadata.labels,
    containers,
    requests: podRequests({ containers, whole: pod.resources?.requests ?? null, overhead: pod.overhead }),
    optOut: podOptOutOf(metadata.labels, metadata.annotations, null),
  };
};

const naming = (labels: Labels): Labels =>
  Object.fromEntries(NAMING_LABELS.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]] as const])));

export const readDeployments: Read<readonly WorkloadState[]> = namespaced(readWorkload('Deployment'));
export const readStatefulSets: Read<readonly WorkloadState[]> = namespaced(readWorkload('StatefulSet'));
export const readReplicaSets: Read<readonly WorkloadState[]> = namespaced(readWorkload('ReplicaSet'));
export const readDaemonSets: Read<readonly WorkloadState[]> = namespaced(readWorkload('DaemonSet'));
