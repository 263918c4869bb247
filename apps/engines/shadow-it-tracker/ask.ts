import { COMMON_CONSTRAINTS } from '@ml/engine-kernel/ask';
import { readIgnoredTags } from '@ml/engine-kernel/ignored-tags';
import type { Reads } from '@ml/state/read';
import { array, fallback, object, optional, required } from '@ml/state/shapes';
import { decimal, name, time } from '@ml/state/values';

/** Somebody knows of a resource and says why it may stay. */
const suppression = object({ resource_id: required(name), reason: required(name), until: optional(time) });

export type Suppression = Reads<typeof suppression>;

export const readers = {
  requirements: object({ min_age_days: optional(decimal({ min: 0, max: 3_650 })), suppressions: fallback(array(suppression), []) }),
  constraints: object({ ...COMMON_CONSTRAINTS, ignore_tags: fallback(readIgnoredTags, []) }),
} as const;

export interface ShadowAsk {
  readonly requirements: Reads<typeof readers.requirements>;
  readonly constraints: Reads<typeof readers.constraints>;
}
