import type { Read } from '../read';
import { fallback, object, optional, required } from '../shapes';
import { choice, whole } from '../values';
import { countOrPercent, type CountOrPercent } from './count-or-percent';
import { namespaced } from './identified';
import type { LabelSelector } from './label-selector';
import { metadataWith } from './metadata';
import { readLabelSelector } from './read-label-selector';

export interface PodDisruptionBudgetState {
  readonly namespace: string;
  readonly name: string;
  /** null protects no pod; an empty one every pod of the namespace. */
  readonly selector: LabelSelector | null;
  readonly minAvailable: CountOrPercent | null;
  readonly maxUnavailable: CountOrPercent | null;
  /** Whether a pod that is not ready may be evicted although the budget is used up. */
  readonly unhealthyPodEviction: 'IfHealthyBudget' | 'AlwaysAllow';
  readonly disruptionsAllowed: number | null;
  readonly currentHealthy: number | null;
  readonly desiredHealthy: number | null;
  readonly expectedPods: number | null;
}

const COUNT = optional(whole({ min: 0, max: 2 ** 31 - 1 }));

const spec = object({
  selector: optional(readLabelSelector),
  minAvailable: optional(countOrPercent),
  maxUnavailable: optional(countOrPercent),
  unhealthyPodEvictionPolicy: fallback(choice(['IfHealthyBudget', 'AlwaysAllow']), 'IfHealthyBudget'),
});

const status = object({ disruptionsAllowed: COUNT, currentHealthy: COUNT, desiredHealthy: COUNT, expectedPods: COUNT });

const apiBudget = object({ metadata: required(metadataWith([])), spec: fallback(spec, spec({})), status: fallback(status, status({})) });

const readBudget: Read<PodDisruptionBudgetState> = (value) => {
  const { metadata, spec: asked, status: seen } = apiBudget(value);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    selector: asked.selector,
    minAvailable: asked.minAvailable,
    maxUnavailable: asked.maxUnavailable,
    unhealthyPodEviction: asked.unhealthyPodEvictionPolicy,
    ...seen,
  };
};

export const readPodDisruptionBudgets: Read<readonly PodDisruptionBudgetState[]> = namespaced(readBudget);
