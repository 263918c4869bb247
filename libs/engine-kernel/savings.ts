import { usdPerHour, type UsdPerHour } from '@ml/units/brand';
import { MONTHS_PER_YEAR, perMonth, roundToCents } from '@ml/units/money';

/** As they stand in the answer: USD, rounded once. */
export interface Savings {
  readonly estimated_savings: number;
  readonly estimated_annual_savings: number;
}

export const NO_SAVINGS: Savings = { estimated_savings: 0, estimated_annual_savings: 0 };

/** What a change saves. One that costs more, as for the sake of safety, saves nothing: never a negative number. */
export const savingsBetween = (before: UsdPerHour, after: UsdPerHour): Savings => totalSavings([monthly(before - after)]);

/** The total of an answer: exactly the sum of the amounts that it shows, each in USD a month, rounded to cents. */
export const totalSavings = (shown: readonly number[]): Savings => {
  const total = roundToCents(shown.reduce((sum, amount) => sum + amount, 0));
  return { estimated_savings: total, estimated_annual_savings: roundToCents(total * MONTHS_PER_YEAR) };
};

/**
 * What the parts of one change save, in USD a month, rounded to cents, in their order. Some parts may cost more than what they replace: they save nothing, and
 * what they cost is taken off the others in proportion, so that the amounts are never negative and their sum is what the whole change saves.
 */
export const savingsByPart = (gains: readonly UsdPerHour[]): readonly number[] => {
  const whole = monthly(sumOf(gains));
  const positive = gains.map((gain) => Math.max(0, gain));
  const all = sumOf(positive);
  let gained = 0;
  let given = 0;
  return positive.map((gain) => {
    gained += gain;
    // Rounded from the left on, so that no cent is lost or given twice.
    const upToHere = all > 0 ? roundToCents((whole * gained) / all) : 0;
    const part = roundToCents(upToHere - given);
    given = upToHere;
    return part;
  });
};

const monthly = (hourly: number): number => Math.max(0, roundToCents(perMonth(usdPerHour(hourly))));

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
