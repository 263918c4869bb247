import type { Fault } from '@ml/contracts/app-error';
import { MINUTE_MS } from '@ml/units/time';

/** Clocks differ. */
const AHEAD_MINUTES = 15;

/** What is said to have happened later than now, or before there was a cloud: the database has no year 0 either. */
export const timeFaults = (path: string, time: string, now: Date): readonly Fault[] => {
  const at = Date.parse(time);
  if (at < 0) return [{ code: 'BAD_TIME', path, message: 'lies before 1970' }];
  return at > now.getTime() + AHEAD_MINUTES * MINUTE_MS ? [{ code: 'BAD_TIME', path, message: `lies more than ${AHEAD_MINUTES} minutes in the future; check the clock and the offset of time` }] : [];
};
