import type { KnownBy } from './pool-scores';

/** How well scores say which nodes will be interrupted. */
export interface Judgement {
  /** Share of pools, by nodes, on whose side of the line the score is right. */
  readonly accuracy: number;
  /** Mean squared error of the probability that the score stands for, against what happened to each node in each month. */
  readonly brier: number;
  /** Of a node that was interrupted and one that was not, how often the first one's pool had the worse score. */
  readonly auc: number;
}

/** Node-months of one pool and the score that it had before. */
export interface JudgedPool {
  readonly score: number;
  /** Probability of an interruption within the month, in truth. */
  readonly truth: number;
  readonly interrupted: number;
  readonly spared: number;
}

/** What the formula calls SAFE. */
export const SAFE_SCORE = 0.75;
/** What is SAFE in truth: fewer than 10% of nodes a month, as in the advisor's two best classes, the only ones that the formula can call so on day zero. */
export const SAFE_CHANCE = 0.1;
const BEST_CHANCE = 0.025;
const SAFETY_SLOPE = 5;

/** The probability that a score stands for: the straight line through the advisor's classes, read backwards. */
export const chanceOf = (score: number): number => BEST_CHANCE + (1 - score) / SAFETY_SLOPE;

export const judged = (pools: readonly JudgedPool[]): Judgement => {
  let [nodes, right, error] = [0, 0, 0];
  for (const { score, truth, interrupted, spared } of pools) {
    const chance = chanceOf(score);
    nodes += interrupted + spared;
    if (score >= SAFE_SCORE === truth < SAFE_CHANCE) right += interrupted + spared;
    error += interrupted * (1 - chance) ** 2 + spared * chance ** 2;
  }
  return { accuracy: right / nodes, brier: error / nodes, auc: areaUnderCurve(pools) };
};

/** By ranks; pools with the same score are halfway. */
const areaUnderCurve = (pools: readonly JudgedPool[]): number => {
  const byScore = new Map<number, { interrupted: number; spared: number }>();
  for (const { score, interrupted, spared } of pools) {
    const sum = byScore.get(score) ?? { interrupted: 0, spared: 0 };
    byScore.set(score, { interrupted: sum.interrupted + interrupted, spared: sum.spared + spared });
  }
  let [safer, before, total] = [0, 0, 0];
  for (const [, { interrupted, spared }] of [...byScore].sort(([one], [other]) => one - other)) {
    safer += spared * (before + interrupted / 2);
    before += interrupted;
    total += spared;
  }
  return safer / (before * total);
};

/** The same pools by what is known: see KnownBy. */
export type Compared = Readonly<Record<keyof KnownBy, Judgement>>;

export type Metric = keyof Judgement;
export type Gains = Readonly<Record<Metric, number | null>>;

/** Below that, the oracle has nothing over day zero. */
const NOTHING_TO_GAIN = 1e-9;

/** Of the way from day zero to who knows the truth, the part that `who` has made, over all worlds together; null where there is no way. */
export const gains = (all: readonly Compared[], who: keyof KnownBy = 'learned'): Gains => {
  const gainOf = (metric: Metric): number | null => {
    let [made, way] = [0, 0];
    for (const compared of all) {
      made += compared[who][metric] - compared.dayZero[metric];
      way += compared.oracle[metric] - compared.dayZero[metric];
    }
    return Math.abs(way) < NOTHING_TO_GAIN ? null : made / way;
  };
  return { accuracy: gainOf('accuracy'), brier: gainOf('brier'), auc: gainOf('auc') };
};
