import type { Playing } from '../playing';
import type { FrozenLessons } from './frozen-lessons';
import { judged, type Compared, type JudgedPool } from './judgement';
import { outcomesOf, type Outcome } from './outcomes';
import type { KnownBy, PoolScores } from './pool-scores';

/** The months that judge are played through so many times, with other luck. */
const TIMES_JUDGED = 8;
const HOURS_A_DAY = 24;

export interface Checkpoint {
  readonly instanceHours: number;
  /** Days since the first customer came. */
  readonly day: number;
  readonly weight: number;
  /** Received by then, each once. */
  readonly reports: number;
  /** The formula, for the nodes that customers run in the months after. */
  readonly formula: Compared;
  /** The advisor's term alone, the learned one alone, and the truth alone. */
  readonly alone: Compared;
  /** The formula, for each pool once by its true probability, whether anybody runs anything there or not. */
  readonly allPools: Compared;
}

type Kind = 'formula' | 'alone';

/** What was known at each moment, judged by the same months. */
export const checkpointsOf = ({ world, months, later }: Playing, frozen: readonly FrozenLessons[]): readonly Checkpoint[] => {
  const spans = Array.from({ length: TIMES_JUDGED }, (_, time) => ({ from: months[0], to: months[1], luck: `judging ${time}` }));
  const outcomes = outcomesOf(world, later, spans);
  return frozen.map(({ instanceHours, hour, weight, reports, scores }) => {
    const inUse = scores.map((_, pool) => outcomes.get(pool) ?? { interrupted: 0, spared: 0 });
    const each = scores.map(({ truth }) => ({ interrupted: truth, spared: 1 - truth }));
    return {
      instanceHours,
      day: hour / HOURS_A_DAY,
      weight,
      reports,
      formula: compared(scores, inUse, 'formula'),
      alone: compared(scores, inUse, 'alone'),
      allPools: compared(scores, each, 'formula'),
    };
  });
};

const compared = (scores: readonly PoolScores[], outcomes: readonly Outcome[], kind: Kind): Compared => {
  const by = (who: keyof KnownBy): readonly JudgedPool[] =>
    scores.map((pool, index) => ({ score: pool[kind][who], truth: pool.truth, ...(outcomes[index] ?? { interrupted: 0, spared: 0 }) }));
  return { learned: judged(by('learned')), dayZero: judged(by('dayZero')), limit: judged(by('limit')), oracle: judged(by('oracle')) };
};
