import { HOURS_PER_MONTH } from '@ml/units/money';

const HOURS_PER_DAY = 24;
const DAYS_PER_MONTH = HOURS_PER_MONTH / HOURS_PER_DAY;
/** Out of one zone, and into the other. */
const SIDES = 2;

/** What traffic between zones costs a month, from GB a day. */
export interface TrafficCost {
  readonly bothSides: (gbPerDay: number) => number;
  readonly oneSide: (gbPerDay: number) => number;
}

export const trafficCostAt = (usdPerGbAndSide: number): TrafficCost => ({
  bothSides: (gbPerDay) => gbPerDay * usdPerGbAndSide * SIDES * DAYS_PER_MONTH,
  oneSide: (gbPerDay) => gbPerDay * usdPerGbAndSide * DAYS_PER_MONTH,
});
