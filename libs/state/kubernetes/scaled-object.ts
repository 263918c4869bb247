import { WORKLOAD_OPT_OUT_KEYS, workloadOptOutOf, type OptOut } from '../opt-out';
import type { Read } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { text, whole } from '../values';
import { DOWNSCALER_KEYS, downscalerOf } from './downscaler';
import { GIT_OPS_KEYS, gitOpsOf, type GitOps } from './git-ops';
import { namespaced } from './identified';
import type { Labels } from './label-selector';
import { metadataWith } from './metadata';
import type { Owner } from './owner';
import { readScaleTarget } from './scale-target';

/** A ScaledObject of KEDA. */
export interface ScaledObjectState {
  readonly namespace: string;
  readonly name: string;
  readonly target: Owner | null;
  readonly paused: boolean;
  /** The replicas at which it is paused; null keeps those it had. */
  readonly pausedReplicas: number | null;
  readonly minReplicas: number | null;
  readonly maxReplicas: number | null;
  /** `cpu`, `memory`, `aws-sqs-queue`, ..., sorted. */
  readonly triggers: readonly string[];
  readonly optOut: OptOut | null;
  readonly downscaler: Labels;
  readonly gitOps: GitOps | null;
}

const PAUSED = 'autoscaling.keda.sh/paused';
const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';
const COUNT = optional(whole({ min: 0, max: 2 ** 31 - 1 }));

const spec = object({
  scaleTargetRef: optional(readScaleTarget),
  minReplicaCount: COUNT,
  maxReplicaCount: COUNT,
  triggers: fallback(array(object({ type: required(text) })), []),
});

const apiScaledObject = object({
  metadata: required(metadataWith([...WORKLOAD_OPT_OUT_KEYS, ...DOWNSCALER_KEYS, ...GIT_OPS_KEYS, PAUSED, PAUSED_REPLICAS])),
  spec: fallback(spec, spec({})),
});

const readScaledObject: Read<ScaledObjectState> = (value) => {
  const { metadata, spec: scaler } = apiScaledObject(value);
  const { labels, annotations } = metadata;
  const pausedReplicas = replicasOf(annotations[PAUSED_REPLICAS]);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    target: scaler.scaleTargetRef,
    paused: pausedReplicas !== null || (annotations[PAUSED] ?? 'false').toLowerCase() !== 'false',
    pausedReplicas,
    minReplicas: scaler.minReplicaCount,
    maxReplicas: scaler.maxReplicaCount,
    triggers: [...new Set(scaler.triggers.map(({ type }) => type))].sort(),
    optOut: workloadOptOutOf(labels, annotations),
    downscaler: downscalerOf(labels, annotations),
    gitOps: gitOpsOf(labels, annotations),
  };
};

export const readScaledObjects: Read<readonly ScaledObjectState[]> = namespaced(readScaledObject);

const replicasOf = (value: string | undefined): number | null => (value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : null);
