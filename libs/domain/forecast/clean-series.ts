import type { Reason } from '@ml/contracts/decision';
import type { MonthlyAmount } from '@ml/contracts/insights';
import { ForecastFault } from './forecast-fault';
import { monthName, monthNumber } from './months';

/** Below it there is neither a level nor a trend to speak of. */
export const FEWEST_MONTHS = 3;

/** Months one after the other, none missing. */
export interface CleanSeries {
  /** Months since year 0, of the first amount. */
  readonly first: number;
  readonly amounts: readonly number[];
  readonly warnings: readonly Reason[];
}

/**
 * Sorts the months, leaves the one out that has not ended (`current`, as in `2026-11`), and fills gaps on the straight line between their neighbours.
 * @throws ForecastFault TOO_SHORT, BAD_FIELD
 */
export const cleanSeries = (series: readonly MonthlyAmount[], current: string): CleanSeries => {
  const known = new Map(series.map(({ month, amount }, index) => [numberOf(month, index), finite(amount, index)]));
  const now = monthNumber(current);
  const unfinished = now !== null && known.delete(now);
  const months = [...known.keys()].sort((a, b) => a - b);
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined || months.length < FEWEST_MONTHS) throw tooShort(months.length, unfinished);
  const amounts = withoutGaps(months, known);
  const filled = amounts.length - months.length;
  const warnings = [
    ...(unfinished ? [{ code: 'UNFINISHED_MONTH', text: `${current} has not ended and was left out.` }] : []),
    ...(filled > 0 ? [{ code: 'GAPS_FILLED', text: `${filled} of ${amounts.length} months between ${monthName(first)} and ${monthName(last)} are missing; they were taken to lie on the line between their neighbours.` }] : []),
  ];
  return { first, amounts, warnings };
};

const numberOf = (month: string, index: number): number => {
  const number = monthNumber(month);
  if (number === null) throw new ForecastFault('BAD_FIELD', 'it is no month of the form 2026-01', `series[${index}].month`);
  return number;
};

const finite = (amount: number, index: number): number => {
  if (!Number.isFinite(amount)) throw new ForecastFault('BAD_FIELD', 'it is no finite number', `series[${index}].amount`);
  return amount;
};

const tooShort = (months: number, unfinished: boolean): ForecastFault =>
  new ForecastFault('TOO_SHORT', `a forecast needs ${FEWEST_MONTHS} months that have ended, there ${months === 1 ? 'is' : 'are'} ${months}${unfinished ? ' besides the current one' : ''}`, 'series');

const withoutGaps = (months: readonly number[], known: ReadonlyMap<number, number>): readonly number[] =>
  months.flatMap((month, index) => {
    const to = known.get(month) ?? 0;
    const before = months[index - 1];
    if (before === undefined) return [to];
    const [from, steps] = [known.get(before) ?? 0, month - before];
    return Array.from({ length: steps }, (_, at) => (at + 1 === steps ? to : from + ((to - from) * (at + 1)) / steps));
  });
