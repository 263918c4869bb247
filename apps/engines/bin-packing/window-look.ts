import type { Reason } from '@ml/contracts/decision';
import { covers } from '@ml/engine-kernel/calendar/covers';
import { nextTurn } from '@ml/engine-kernel/calendar/next-turn';
import type { Period } from '@ml/engine-kernel/calendar/period';
import type { EpochMs } from '@ml/units/brand';

/** Why nothing may be disrupted now; null when it may. Without windows it always may. */
export const outsideWindow = (windows: readonly Period[], now: EpochMs): Reason | null => {
  if (windows.length === 0 || covers(windows, now)) return null;
  const next = nextTurn(windows, now);
  const when = next === undefined ? 'none opens within 400 days' : `the next opens at ${new Date(next.at).toISOString()}`;
  return { code: 'OUTSIDE_WINDOW', text: `no disruption window is open now; ${when}` };
};
