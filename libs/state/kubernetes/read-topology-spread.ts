import type { Read } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { choice, name, text, whole } from '../values';
import { readLabelSelector } from './read-label-selector';
import type { TopologySpread } from './topology-spread';

const AT_LEAST_ONE = { min: 1, max: 2 ** 31 - 1 } as const;
const POLICIES = ['Honor', 'Ignore'] as const;

/** With the defaults of Kubernetes: affinity counts, taints do not. */
export const readTopologySpread: Read<readonly TopologySpread[]> = array(
  object({
    maxSkew: required(whole(AT_LEAST_ONE)),
    topologyKey: required(name),
    whenUnsatisfiable: fallback(choice(['DoNotSchedule', 'ScheduleAnyway']), 'DoNotSchedule'),
    labelSelector: optional(readLabelSelector),
    minDomains: optional(whole(AT_LEAST_ONE)),
    matchLabelKeys: fallback(array(text), []),
    nodeAffinityPolicy: fallback(choice(POLICIES), 'Honor'),
    nodeTaintsPolicy: fallback(choice(POLICIES), 'Ignore'),
  }),
);
