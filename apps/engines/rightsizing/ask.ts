import { COMMON_CONSTRAINTS } from '@ml/engine-kernel/ask';
import type { Reads } from '@ml/state/read';
import { fallback, object, optional } from '@ml/state/shapes';
import { choice, decimal, name, whole } from '@ml/state/values';

export const LEVELS = ['nodes', 'workloads', 'both'] as const;
export type Level = (typeof LEVELS)[number];

export const WORKLOAD_TYPES = ['web', 'database', 'ml', 'batch', 'cache'] as const;
export type WorkloadType = (typeof WORKLOAD_TYPES)[number];

export const askReaders = {
  requirements: object({
    region: optional(name),
    level: fallback<Level>(choice(LEVELS), 'both'),
    workload_type: optional<WorkloadType>(choice(WORKLOAD_TYPES)),
    lookback_days: optional(whole({ min: 1, max: 90 })),
    percentile: optional(decimal({ min: 50, max: 100 })),
  }),
  constraints: object({ min_change_pct: optional(decimal({ min: 0, max: 100 })), ...COMMON_CONSTRAINTS }),
} as const;

export type Requirements = Reads<typeof askReaders.requirements>;
export type Constraints = Reads<typeof askReaders.constraints>;
