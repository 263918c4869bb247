import { fault, shown, type Read } from '../read';

/** Samples of one measure, one a step; null where the collector has a gap. */
export type Series = readonly (number | null)[];

/** 100,000 samples are 69 days by the minute. */
const MAX_SAMPLES = 100_000;

/**
 * Finite numbers from 0 to `max`, and gaps.
 * A plain loop that gives back the list itself: a state may hold millions of samples.
 */
export const series =
  (max: number): Read<Series> =>
  (value) => {
    if (!Array.isArray(value)) throw fault('BAD_STATE', `${shown(value)} is not a list`);
    if (value.length > MAX_SAMPLES) throw fault('BAD_STATE', `${value.length} samples are more than ${MAX_SAMPLES}`);
    for (let index = 0; index < value.length; index += 1) {
      const sample: unknown = value[index];
      if (sample !== null && !(typeof sample === 'number' && sample >= 0 && sample <= max)) throw fault('BAD_FIELD', problemOf(sample, max)).within(index);
    }
    return value as Series;
  };

const problemOf = (sample: unknown, max: number): string =>
  typeof sample === 'number' && Number.isFinite(sample) ? `${sample} is not between 0 and ${max}` : `${shown(sample)} is not a number`;
