import type { Reason } from '@ml/contracts/decision';
import type { EpochMs } from '@ml/units/brand';
import { HOUR_MS, MINUTE_MS } from '@ml/units/time';

/** Clocks of two machines differ by seconds; a state from further ahead is from another time. */
const AHEAD_MS = 5 * MINUTE_MS;
/** As old as a snapshot may be that is scanned. */
const STALE_MS = HOUR_MS;

export const isAhead = (observedAt: EpochMs, now: EpochMs): boolean => observedAt - now > AHEAD_MS;

/** What a caller should know of the time at which the state was observed. */
export const stateAgeWarnings = (observedAt: EpochMs | null, now: EpochMs): readonly Reason[] => {
  if (observedAt === null) return [];
  if (isAhead(observedAt, now)) return [{ code: 'OBSERVED_IN_FUTURE', text: 'current_state was observed later than the time that is decided for: clocks differ, or it is another day' }];
  if (now - observedAt > STALE_MS) return [{ code: 'STATE_STALE', text: 'current_state was observed more than an hour ago: look again before anything is done' }];
  return [];
};
