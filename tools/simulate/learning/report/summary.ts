import { bothTallies, NO_MOVES, type MoveTally } from '../rebalance/move-tally';
import type { Checkpoint } from '../score/checkpoints';
import { gains, type Compared, type Gains, type Judgement, type Metric } from '../score/judgement';
import type { SimulatedWorld } from '../simulate-world';
import type { WorldName } from '../world/true-world';

/** Means over seeds. */
export interface ComparedSummary extends Compared {
  /** Deviation of what is learned between seeds. */
  readonly spread: Judgement;
  /** Learned less day zero, and the standard error of that: below two of them it may be luck. */
  readonly change: Judgement;
  readonly error: Judgement;
  /** Of the way from day zero to the oracle, over all seeds together. */
  readonly gains: Gains;
  readonly limitGains: Gains;
}

export interface CheckpointSummary {
  readonly instanceHours: number;
  readonly day: number;
  readonly weight: number;
  readonly reports: number;
  readonly formula: ComparedSummary;
  readonly alone: ComparedSummary;
  readonly allPools: ComparedSummary;
}

export interface ConcentrationSummary {
  readonly atOnce: number;
  readonly together: number;
  readonly moves: MoveTally;
}

export interface WorldSummary {
  readonly name: WorldName;
  readonly seeds: readonly number[];
  readonly checkpoints: readonly CheckpointSummary[];
  readonly concentrations: readonly ConcentrationSummary[];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return values.length < 2 ? 0 : Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
};

const eachMetric = (of: (metric: Metric) => number): Judgement => ({ accuracy: of('accuracy'), brier: of('brier'), auc: of('auc') });

const comparedSummary = (all: readonly Compared[]): ComparedSummary => {
  const changes = (metric: Metric): readonly number[] => all.map(({ learned, dayZero }) => learned[metric] - dayZero[metric]);
  return {
    learned: eachMetric((metric) => mean(all.map(({ learned }) => learned[metric]))),
    dayZero: eachMetric((metric) => mean(all.map(({ dayZero }) => dayZero[metric]))),
    limit: eachMetric((metric) => mean(all.map(({ limit }) => limit[metric]))),
    oracle: eachMetric((metric) => mean(all.map(({ oracle }) => oracle[metric]))),
    spread: eachMetric((metric) => deviation(all.map(({ learned }) => learned[metric]))),
    change: eachMetric((metric) => mean(changes(metric))),
    error: eachMetric((metric) => deviation(changes(metric)) / Math.sqrt(all.length)),
    gains: gains(all),
    limitGains: gains(all, 'limit'),
  };
};

const checkpointSummary = (all: readonly Checkpoint[], { instanceHours, weight }: Checkpoint): CheckpointSummary => ({
  instanceHours,
  weight,
  day: mean(all.map(({ day }) => day)),
  reports: mean(all.map(({ reports }) => reports)),
  formula: comparedSummary(all.map(({ formula }) => formula)),
  alone: comparedSummary(all.map(({ alone }) => alone)),
  allPools: comparedSummary(all.map(({ allPools }) => allPools)),
});

/** What worlds of one name have in common: of checkpoints those that each of them has reached. */
export const summaryOf = (name: WorldName, worlds: readonly SimulatedWorld[]): WorldSummary => {
  const reached = Math.min(...worlds.map(({ checkpoints }) => checkpoints.length));
  const [first] = worlds;
  return {
    name,
    seeds: worlds.map(({ seed }) => seed),
    checkpoints: (first?.checkpoints ?? []).slice(0, reached).map((checkpoint, at) =>
      checkpointSummary(worlds.flatMap(({ checkpoints }) => checkpoints[at] ?? []), checkpoint),
    ),
    concentrations: (first?.concentrations ?? []).map(({ atOnce }, at) => {
      const all = worlds.flatMap(({ concentrations }) => concentrations[at] ?? []);
      return { atOnce, together: mean(all.map(({ together }) => together)), moves: all.map(({ moves }) => moves).reduce(bothTallies, NO_MOVES) };
    }),
  };
};
