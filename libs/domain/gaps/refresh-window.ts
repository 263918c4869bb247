import { DAY_MS } from '@ml/units/time';
import { dayOf, midnightMs } from './check-days';

export interface RefreshWindow {
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
}

/** `days` days before the last one, and that one: 7 before the 28th begin with the 21st. Beyond `maxDays` before `today` nothing can be asked for. */
export const refreshWindow = (asked: { readonly to: string; readonly days: number; readonly today: string; readonly maxDays: number }): RefreshWindow => {
  const start = midnightMs(asked.to) - asked.days * DAY_MS;
  const reach = midnightMs(asked.today) - asked.maxDays * DAY_MS;
  return { from: dayOf(new Date(Math.max(start, reach))), to: asked.to };
};
