import { COMMON_CONSTRAINTS } from '@ml/engine-kernel/ask';
import type { Reads } from '@ml/state/read';
import { object, optional } from '@ml/state/shapes';
import { decimal } from '@ml/state/values';
import type { OomConfig } from './config';

/** A week. */
export const LONGEST_WINDOW_HOURS = 168;

export const readers = {
  requirements: object({ window_hours: optional(decimal({ min: 1, max: LONGEST_WINDOW_HOURS })), factor: optional(decimal({ min: 1, max: 2 })) }),
  constraints: object({ ...COMMON_CONSTRAINTS, max_factor: optional(decimal({ min: 1, max: 2 })) }),
} as const;

/** What holds for this request: its own numbers, else those of the service. */
export interface Rules extends OomConfig {
  readonly excluded: ReadonlySet<string>;
}

interface Asked {
  readonly requirements: Reads<typeof readers.requirements>;
  readonly constraints: Reads<typeof readers.constraints>;
}

export const rulesFor = (config: OomConfig, { requirements, constraints }: Asked): Rules => ({
  ...config,
  window_hours: requirements.window_hours ?? config.window_hours,
  factor: requirements.factor ?? config.factor,
  // Only ever stricter than the contract.
  max_factor: Math.min(config.max_factor, constraints.max_factor ?? config.max_factor),
  excluded: new Set(constraints.excluded),
});
