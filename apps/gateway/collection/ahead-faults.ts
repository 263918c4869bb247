import type { Fault } from '@ml/contracts/app-error';
import { MINUTE_MS } from '@ml/units/time';

/** Clocks differ. */
const AHEAD_MINUTES = 15;

/** What is said to have happened later than now. */
export const aheadFaults = (path: string, time: string, now: Date): readonly Fault[] =>
  Date.parse(time) > now.getTime() + AHEAD_MINUTES * MINUTE_MS
    ? [{ code: 'BAD_TIME', path, message: `lies more than ${AHEAD_MINUTES} minutes in the future; check the clock and the offset of time` }]
    : [];
