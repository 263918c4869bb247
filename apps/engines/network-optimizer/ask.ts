import { COMMON_CONSTRAINTS } from '@ml/engine-kernel/ask';
import type { Reads } from '@ml/state/read';
import { object, optional } from '@ml/state/shapes';
import { decimal } from '@ml/state/values';

const amount = optional(decimal({ min: 0, max: 1e6 }));

export const readers = {
  requirements: object({ min_gb_per_day: amount, min_monthly_savings: amount, measurement_monthly_cost: amount }),
  constraints: object(COMMON_CONSTRAINTS),
} as const;

export type NetworkRequirements = Reads<typeof readers.requirements>;
