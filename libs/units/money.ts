import { usdPerMonth, type UsdPerHour, type UsdPerMonth } from './brand';

/** A month is 730 hours everywhere (365 x 24 / 12). */
export const HOURS_PER_MONTH = 730;
export const MONTHS_PER_YEAR = 12;

export const perMonth = (hourly: UsdPerHour): UsdPerMonth => usdPerMonth(hourly * HOURS_PER_MONTH);

/**
 * Cents, half away from zero. Done once, at output.
 * The epsilon undoes binary representation: 1.005 is stored as 1.00499999999999989.
 */
export const roundToCents = (usd: number): number => roundTo(usd, 2);

/** `digits` decimals, half away from zero. */
export const roundTo = (value: number, digits: number): number => {
  const scale = 10 ** digits;
  const scaled = Math.abs(value) * scale;
  const rounded = Math.round(scaled * (1 + Number.EPSILON));
  return rounded === 0 ? 0 : (Math.sign(value) * rounded) / scale;
};
