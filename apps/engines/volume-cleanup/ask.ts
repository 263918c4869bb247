import { COMMON_CONSTRAINTS } from '@ml/engine-kernel/ask';
import { readIgnoredTags } from '@ml/engine-kernel/ignored-tags';
import type { Reads } from '@ml/state/read';
import { fallback, object, optional } from '@ml/state/shapes';
import { decimal } from '@ml/state/values';
import type { VolumeCleanupConfig } from './config';

const days = optional(decimal({ min: 0, max: 3_650 }));

export const readers = {
  requirements: object({ min_unattached_days: days, delete_after_days: days }),
  constraints: object({ ...COMMON_CONSTRAINTS, ignore_tags: fallback(readIgnoredTags, []) }),
} as const;

export type CleanupConstraints = Reads<typeof readers.constraints>;

/** What holds for this request: it may wait longer than the service does, never shorter. */
export interface Rules extends VolumeCleanupConfig {
  readonly constraints: CleanupConstraints;
  readonly excluded: ReadonlySet<string>;
}

interface Asked {
  readonly requirements: Reads<typeof readers.requirements>;
  readonly constraints: CleanupConstraints;
}

export const rulesFor = (config: VolumeCleanupConfig, { requirements, constraints }: Asked): Rules => ({
  ...config,
  min_unattached_days: Math.max(config.min_unattached_days, requirements.min_unattached_days ?? 0),
  delete_after_days: Math.max(config.delete_after_days, requirements.delete_after_days ?? 0),
  constraints,
  excluded: new Set(constraints.excluded),
});
