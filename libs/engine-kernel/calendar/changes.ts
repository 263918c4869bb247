import type { Period } from './period';
import { edgesOf, MIDNIGHTS } from './week-span';
import { instantsOf, type Range } from './zone-instants';

/** The instants within a range at which any of the periods may begin or end; `everyMidnight` when days of their own, such as holidays, count too. */
export const changesOf = (periods: readonly Period[], range: Range, everyMidnight = false): readonly number[] =>
  periods.flatMap((period) => {
    if (period.kind === 'once') return [period.from, period.until].filter((at) => at >= range.from && at < range.until);
    const edges = edgesOf(period.spans);
    return instantsOf(period.zone, everyMidnight ? [...edges, ...MIDNIGHTS] : edges, range);
  });
