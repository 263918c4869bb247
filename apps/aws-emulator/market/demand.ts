import { chance, hashText } from './hash';

/** How sought-after a type is in a region; everything about its spot market follows from it. */
export interface Demand {
  /** Ratio of spot to on-demand to which the zones' levels are drawn. */
  readonly level: number;
  readonly volatility: number;
  /** 0 `<5%` .. 4 `>20%`. */
  readonly interruptionClass: number;
}

/** Upper ends of the classes in a ranking by demand: the shares of the real file of 2025-06-28, whose worst class holds 31% of the rows. */
const CLASS_ENDS = [0.36, 0.53, 0.62, 0.69];

export function demandOf(seed: string, region: string, instanceType: string): Demand {
  const key = hashText(`${seed}|${region}|${instanceType}`);
  const demand = chance(key, 1);
  // Price and interruptions go together, but loosely: a cheap pool may still be often taken away.
  const level = 0.24 + 0.3 * (0.6 * demand + 0.4 * chance(key, 2));
  const volatility = 0.04 + 0.1 * (0.7 * demand + 0.3 * chance(key, 3));
  return { level, volatility, interruptionClass: CLASS_ENDS.filter((end) => demand >= end).length };
}
