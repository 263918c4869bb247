import { DAY_MS } from '@ml/units/time';

/** Times of the year in which much is bought, or much is computed. */
export const SEASONS = ['black_friday', 'christmas', 'end_of_quarter', 'end_of_month'] as const;
export type Season = (typeof SEASONS)[number];

const NOVEMBER = 10;
const DECEMBER = 11;
const FRIDAY = 5;
const WEEK_DAYS = 7;
const QUARTER_MONTHS = 3;
/** The last days of a quarter, and of a month. */
const QUARTER_END_DAYS = 5;
const MONTH_END_DAYS = 3;

/** The day after the fourth Thursday of November. */
const blackFriday = (year: number): number => {
  const first = new Date(Date.UTC(year, NOVEMBER, 1)).getUTCDay();
  const firstThursday = 1 + ((FRIDAY - 1 - first + WEEK_DAYS) % WEEK_DAYS);
  return Date.UTC(year, NOVEMBER, firstThursday + 3 * WEEK_DAYS + 1);
};

/** From Monday before to Monday after. */
const isBlackFridayWeek = (day: number, year: number): boolean => {
  const friday = blackFriday(year);
  return day >= friday - 4 * DAY_MS && day <= friday + 3 * DAY_MS;
};

/**
 * Of a UTC day (its midnight in milliseconds). Nothing but the calendar; a day is of one season at most, the rarest, so that what is counted of seasons adds up.
 * Black Friday: from Monday before to Monday after. Christmas: 20 to 26 December. Quarters and months: their last five and three days.
 */
const seasonOfDay = (day: number): Season | null => {
  const date = new Date(day);
  const [year, month, ofMonth] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (isBlackFridayWeek(day, year)) return 'black_friday';
  if (month === DECEMBER && ofMonth >= 20 && ofMonth <= 26) return 'christmas';
  const daysLeft = new Date(Date.UTC(year, month + 1, 0)).getUTCDate() - ofMonth;
  if (month % QUARTER_MONTHS === 2 && daysLeft < QUARTER_END_DAYS) return 'end_of_quarter';
  return daysLeft < MONTH_END_DAYS ? 'end_of_month' : null;
};

/** Of the UTC days of many instants (milliseconds): each day is looked up once. */
export const seasonFinder = (): ((at: number) => Season | null) => {
  const known = new Map<number, Season | null>();
  return (at) => {
    const day = Math.floor(at / DAY_MS);
    const season = known.get(day);
    if (season !== undefined) return season;
    const found = seasonOfDay(day * DAY_MS);
    known.set(day, found);
    return found;
  };
};

export const seasonOf = (at: number): Season | null => seasonFinder()(at);
