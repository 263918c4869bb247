import { MINUTE_MS, SECOND_MS } from '@ml/units/time';

/** Before anything has been measured: 150,000 records are expected to take 5 minutes. */
const USUAL_RATE = 500;

/** How long so many records will take, whole seconds; `rate` in records a second, null: nothing has been measured. */
export const secondsFor = (records: number, rate: number | null): number => Math.ceil(records / (rate !== null && rate > 0 ? rate : USUAL_RATE));

/** For people: work is never shown as no time at all. */
export const wholeMinutes = (seconds: number): number => Math.ceil((seconds * SECOND_MS) / MINUTE_MS);
