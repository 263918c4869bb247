import { playingOf, type Cast } from './playing';
import { concentrationsOf, type Concentration } from './rebalance/concentrations';
import type { Moving } from './rebalance/pool-replay';
import { checkpointsOf, type Checkpoint } from './score/checkpoints';
import { frozenLessons, type FrozenLessons } from './score/frozen-lessons';
import type { WorldName } from './world/true-world';

export interface SimulationTerms extends Cast {
  readonly moving: Moving;
}

export interface SimulatedWorld {
  readonly name: WorldName;
  readonly seed: number;
  /** As far as there were so many instance-hours. */
  readonly checkpoints: readonly Checkpoint[];
  readonly concentrations: readonly Concentration[];
}

/** One world from its first customer to the end of the months that judge what was learned before. */
export const simulateWorld = (name: WorldName, seed: number, { moving, ...cast }: SimulationTerms): SimulatedWorld => {
  const playing = playingOf(name, seed, cast);
  const frozen = frozenLessons(playing);
  return { name, seed, checkpoints: checkpointsOf(playing, frozen), concentrations: concentrationsOf(playing, moving, safestFirst(frozen)) };
};

const safestFirst = (frozen: readonly FrozenLessons[]): readonly number[] => {
  const scores = (frozen.at(-1)?.scores ?? []).map(({ formula }, pool) => ({ pool, score: formula.learned }));
  return scores.sort((one, other) => other.score - one.score || one.pool - other.pool).map(({ pool }) => pool);
};
