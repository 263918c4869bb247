import { usdPerHour, type UsdPerHour } from '@ml/units/brand';
import { MONTHS_PER_YEAR, perMonth, roundToCents } from '@ml/units/money';

/** As they stand in the answer: USD, rounded once. */
export interface Savings {
  readonly estimated_savings: number;
  readonly estimated_annual_savings: number;
}

export const NO_SAVINGS: Savings = { estimated_savings: 0, estimated_annual_savings: 0 };

/** What a change saves. One that costs more, as for the sake of safety, saves nothing: never a negative number. */
export const savingsBetween = (before: UsdPerHour, after: UsdPerHour): Savings => {
  const monthly = Math.max(0, roundToCents(perMonth(usdPerHour(before - after))));
  return { estimated_savings: monthly, estimated_annual_savings: roundToCents(monthly * MONTHS_PER_YEAR) };
};
