import type { Forecaster } from './method';

/** No bill grows like that: a method that says so has lost its way. */
const MOST_GROWTH = 100;
/** What a fit makes of nothing is seldom nothing; in units near the largest amount of the whole series. */
const NEXT_TO_NOTHING = 1e-9;

/** What a method says, or null: it failed, or says what cannot be. */
export const asked = (forecast: Forecaster, amounts: readonly number[], horizon: number): readonly number[] | null => {
  const most = Math.max(NEXT_TO_NOTHING, MOST_GROWTH * Math.max(...amounts.map(Math.abs)));
  try {
    const answer = forecast(amounts, horizon);
    return answer.length === horizon && answer.every((amount) => Math.abs(amount) <= most) ? answer : null;
  } catch {
    return null;
  }
};
