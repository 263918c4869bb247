import type { LearnedPatterns } from '@ml/contracts/learning';
import { DAY_MS } from '@ml/units/time';
import { hotCells } from './hot-cells';
import { seasonFinder, SEASONS } from './seasons';
import { dayOf, type Observed } from './temporal-patterns';
import type { TypeEvent } from './type-events';

/** Of a season, and of the rest of the year: fewer say nothing. */
const LEAST_SEASON_DAYS = 3;
const LEAST_OTHER_DAYS = 28;
const ORDINARY = SEASONS.length;
const HUNDREDTHS = 100;

/** Of an instant: the number of its season, or the cell of all ordinary days. */
const cellFinder = (): ((at: number) => number) => {
  const seasonOf = seasonFinder();
  return (at) => {
    const season = seasonOf(at);
    return season === null ? ORDINARY : SEASONS.indexOf(season);
  };
};

const daysByCell = ({ first, last }: Observed, cellOf: (at: number) => number): readonly number[] => {
  const days = Array.from({ length: ORDINARY + 1 }, () => 0);
  for (let day = first; day <= last; day += 1) days[cellOf(day * DAY_MS)] = (days[cellOf(day * DAY_MS)] ?? 0) + 1;
  return days;
};

/** Seasons in which a type is interrupted more often than on other days, of those that were seen for long enough. */
export const seasonalPatterns = (events: readonly TypeEvent[], observed: Observed): LearnedPatterns['seasonal_patterns'] => {
  const cellOf = cellFinder();
  const days = daysByCell(observed, cellOf);
  const all = observed.last - observed.first + 1;
  const hot = hotCells(
    events.map(({ at, customers }) => ({ cell: cellOf(at), slot: dayOf(at), customers })),
    days,
  );
  return Object.fromEntries(
    hot.flatMap(({ cell, events: interruptions, ratio }) => {
      const [season, own = 0] = [SEASONS[cell], days[cell]];
      if (season === undefined || own < LEAST_SEASON_DAYS || all - own < LEAST_OTHER_DAYS) return [];
      return [[season, { interruption_multiplier: Math.round(ratio * HUNDREDTHS) / HUNDREDTHS, interruptions }]];
    }),
  );
};
