import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@ml/units/time';

/** At which metrics are taken; samples that come a little early or late still keep one of them. */
const USUAL_STEPS_MS = [...[1, 5, 10, 15, 20, 30].map((seconds) => seconds * SECOND_MS), ...[1, 2, 3, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_MS), ...[1, 2, 3, 4, 6, 8, 12, 24].map((hours) => hours * HOUR_MS)];
const LITTLE = 0.05;
/** More of it than samples, and they are no series with gaps. */
const MOST_PLACES_PER_SAMPLE = 4;

/** Samples a fixed step apart, or one after the other where they follow none. */
export interface SampleGrid {
  readonly samples: Float64Array;
  readonly samplesPerDay: number | null;
  /** Of each sample that came, its place among them. */
  readonly places: readonly number[];
  readonly stepMs: number | null;
}

/** @param times milliseconds, ascending @param values as many; null: no sample */
export const sampleGrid = (times: Float64Array, values: readonly (number | null)[]): SampleGrid => {
  const [stepMs, places] = placesOf(times);
  if (stepMs === null || places === null) return { samples: Float64Array.from(values, known), samplesPerDay: null, places: Array.from(values.keys()), stepMs: null };
  const samples = new Float64Array((places.at(-1) ?? -1) + 1).fill(Number.NaN);
  for (const [at, place] of places.entries()) samples[place] = known(values[at] ?? null);
  const perDay = DAY_MS / stepMs;
  return { samples, samplesPerDay: Number.isInteger(perDay) ? perDay : null, places, stepMs };
};

const known = (value: number | null): number => value ?? Number.NaN;

/** By the step that is usual near the middle one, or by that one as it is: what comes every 299 seconds drifts from one of 300 until two share a place. */
const placesOf = (times: Float64Array): readonly [stepMs: number, places: readonly number[]] | readonly [null, null] => {
  const steps = times.subarray(1).map((time, at) => time - (times[at] ?? 0)).sort();
  const middle = steps[steps.length >> 1];
  if (middle === undefined) return [null, null];
  for (const stepMs of [USUAL_STEPS_MS.find((step) => Math.abs(middle - step) <= LITTLE * step) ?? middle, middle]) {
    const places = placesAt(times, stepMs);
    if (places !== null) return [stepMs, places];
  }
  return [null, null];
};

/** Null: two would share one, or there are far more places than samples. */
const placesAt = (times: Float64Array, stepMs: number): readonly number[] | null => {
  const first = times[0] ?? 0;
  const places: number[] = [];
  for (const time of times) {
    const place = Math.round((time - first) / stepMs);
    if (place === places.at(-1)) return null;
    places.push(place);
  }
  return (places.at(-1) ?? 0) < MOST_PLACES_PER_SAMPLE * times.length ? places : null;
};
