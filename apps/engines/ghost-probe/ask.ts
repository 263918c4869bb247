import { COMMON_CONSTRAINTS } from '@ml/engine-kernel/ask';
import { fault, isRecord, shown, type Read, type Reads } from '@ml/state/read';
import { fallback, object, optional } from '@ml/state/shapes';
import { decimal } from '@ml/state/values';

const HOURS_A_YEAR = 8_760;

/** Tags that mean "not mine to judge": a key with its value, or with null for whatever value. */
const ignoredTags: Read<readonly (readonly [string, string | null])[]> = (value) => {
  if (!isRecord(value)) throw fault('BAD_FIELD', `${shown(value)} is not an object of tags`);
  return Object.entries(value).map(([key, wanted]) => {
    if (wanted !== null && typeof wanted !== 'string') throw fault('BAD_FIELD', `${shown(wanted)} is not a text`).within(key);
    return [key, wanted === '' ? null : wanted] as const;
  });
};

export const readers = {
  requirements: object({ grace_hours: optional(decimal({ min: 0, max: HOURS_A_YEAR })) }),
  constraints: object({ ...COMMON_CONSTRAINTS, ignore_tags: fallback(ignoredTags, []) }),
} as const;

export type GhostConstraints = Reads<typeof readers.constraints>;
