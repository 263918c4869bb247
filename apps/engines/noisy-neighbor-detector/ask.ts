import { COMMON_CONSTRAINTS } from '@ml/engine-kernel/ask';
import type { Reads } from '@ml/state/read';
import { object, optional } from '@ml/state/shapes';
import { decimal } from '@ml/state/values';

export const readers = {
  requirements: object({ bandwidth_outlier_multiplier: optional(decimal({ min: 1.1, max: 10_000 })) }),
  constraints: object(COMMON_CONSTRAINTS),
} as const;

export type NoisyConstraints = Reads<typeof readers.constraints>;
