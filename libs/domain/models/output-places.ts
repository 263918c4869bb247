/** Where p10, p50 and p90 stand in a row of answers; who gives one number gives all three. */
export const quantilePlaces = (columns: readonly string[]): readonly [number, number, number] => {
  const middle = Math.max(0, columns.indexOf('p50'));
  const placeOf = (name: string): number => (columns.includes(name) ? columns.indexOf(name) : middle);
  return [placeOf('p10'), middle, placeOf('p90')];
};

/** Where the chance of an interruption stands: under its name, else first. */
export const probabilityPlace = (columns: readonly string[]): number => Math.max(0, columns.indexOf('probability'));

/** Ours: AWS never asks more than the on-demand price; ten times as much was not learned from prices. Of today's price, where that is unknown. */
const MOST_OVER_ON_DEMAND = 10;

/** USD an hour. */
export const mostPlausible = (onDemand: number | undefined, price: number): number => MOST_OVER_ON_DEMAND * (onDemand ?? price);
