import { COMMON_CONSTRAINTS } from '@ml/engine-kernel/ask';
import { readIgnoredTags } from '@ml/engine-kernel/ignored-tags';
import type { Reads } from '@ml/state/read';
import { fallback, object, optional } from '@ml/state/shapes';
import { decimal } from '@ml/state/values';

const HOURS_A_YEAR = 8_760;

export const readers = {
  requirements: object({ grace_hours: optional(decimal({ min: 0, max: HOURS_A_YEAR })) }),
  constraints: object({ ...COMMON_CONSTRAINTS, ignore_tags: fallback(readIgnoredTags, []) }),
} as const;

export type GhostConstraints = Reads<typeof readers.constraints>;
