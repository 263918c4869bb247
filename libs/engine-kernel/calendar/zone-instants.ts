import { DAY_MS, MINUTE_MS } from '@ml/units/time';
import type { TimeZone } from './time-zone';
import { DAY_MINUTES, WEEK_DAYS, weekdayOf } from './wall-clock';

export interface Range {
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
}

/**
 * The instants within a range at which a weekly calendar of this zone can change: when the wall clock shows one of the `edges` (minutes of the week), twice where an
 * hour is repeated and never where it is skipped, and when the clocks are changed. In no order; may name one instant twice.
 */
export const instantsOf = (zone: TimeZone, edges: readonly number[], { from, until }: Range): readonly number[] => {
  const changes = zone.transitions(from, until).map(({ at }) => at);
  const starts = [from, ...changes];
  const found = [...changes];
  starts.forEach((start, index) => {
    found.push(...withinOffset({ from: start, until: starts[index + 1] ?? until }, zone.offsetAt(start), edges));
  });
  return found;
};

const withinOffset = ({ from, until }: Range, offset: number, edges: readonly number[]): readonly number[] => {
  const firstDay = Math.floor((from + offset) / DAY_MS);
  const firstMonday = firstDay - weekdayOf(firstDay);
  const found: number[] = [];
  for (let monday = firstMonday; monday * DAY_MS - offset < until; monday += WEEK_DAYS) {
    for (const edge of edges) {
      const at = (monday * DAY_MINUTES + edge) * MINUTE_MS - offset;
      if (at >= from && at < until) found.push(at);
    }
  }
  return found;
};
