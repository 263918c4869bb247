import { WORKLOAD_OPT_OUT_KEYS, workloadOptOutOf, type OptOut } from '../opt-out';
import type { Read, Reads } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { name, text, whole } from '../values';
import { DOWNSCALER_KEYS, downscalerOf } from './downscaler';
import { GIT_OPS_KEYS, gitOpsOf, type GitOps } from './git-ops';
import { namespaced } from './identified';
import type { Labels } from './label-selector';
import { metadataWith } from './metadata';
import type { Owner } from './owner';
import { readScaleTarget } from './scale-target';

export interface HorizontalPodAutoscalerState {
  readonly namespace: string;
  readonly name: string;
  readonly target: Owner | null;
  /** Kubernetes takes 1 where it is null. */
  readonly minReplicas: number | null;
  readonly maxReplicas: number | null;
  readonly currentReplicas: number | null;
  /** `cpu`, `memory`, ... of pods or of one container, sorted; null when the object says nothing of metrics. */
  readonly resourceMetrics: readonly string[] | null;
  /** Metrics that are no resource: requests per second, queue lengths, ... */
  readonly otherMetrics: number;
  readonly optOut: OptOut | null;
  readonly downscaler: Labels;
  readonly gitOps: GitOps | null;
}

const COUNT = optional(whole({ min: 0, max: 2 ** 31 - 1 }));
const resource = optional(object({ name: required(name) }));

const spec = object({
  scaleTargetRef: optional(readScaleTarget),
  minReplicas: COUNT,
  maxReplicas: COUNT,
  metrics: optional(array(object({ type: required(text), resource, containerResource: resource }))),
  /** The form of autoscaling/v1. */
  targetCPUUtilizationPercentage: COUNT,
});

const apiAutoscaler = object({
  metadata: required(metadataWith([...WORKLOAD_OPT_OUT_KEYS, ...DOWNSCALER_KEYS, ...GIT_OPS_KEYS])),
  spec: fallback(spec, spec({})),
  status: fallback(object({ currentReplicas: COUNT }), { currentReplicas: null }),
});

const readAutoscaler: Read<HorizontalPodAutoscalerState> = (value) => {
  const { metadata, spec: scaler, status } = apiAutoscaler(value);
  const { labels, annotations } = metadata;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    target: scaler.scaleTargetRef,
    minReplicas: scaler.minReplicas,
    maxReplicas: scaler.maxReplicas,
    currentReplicas: status.currentReplicas,
    ...metricsOf(scaler),
    optOut: workloadOptOutOf(labels, annotations),
    downscaler: downscalerOf(labels, annotations),
    gitOps: gitOpsOf(labels, annotations),
  };
};

export const readHorizontalPodAutoscalers: Read<readonly HorizontalPodAutoscalerState[]> = namespaced(readAutoscaler);

const metricsOf = ({ metrics, targetCPUUtilizationPercentage }: Reads<typeof spec>): Pick<HorizontalPodAutoscalerState, 'resourceMetrics' | 'otherMetrics'> => {
  if (metrics === null) return { resourceMetrics: targetCPUUtilizationPercentage === null ? null : ['cpu'], otherMetrics: 0 };
  const names = metrics.map(({ resource: ofPods, containerResource }) => (ofPods ?? containerResource)?.name ?? null);
  const resources = names.filter((found) => found !== null);
  return { resourceMetrics: [...new Set(resources)].sort(), otherMetrics: names.length - resources.length };
};
