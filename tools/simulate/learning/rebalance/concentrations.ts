import { AS_PUBLISHED, lossesOf, shareTogether } from '../events/losses';
import type { Playing } from '../playing';
import { bothTallies, NO_MOVES, type MoveTally } from './move-tally';
import type { Moving } from './pool-replay';
import { replayFleet } from './replay-fleet';

/** How close together the nodes go that a crunch takes: as in real pools, then ever more of them one by one in the hour after. */
export const CONCENTRATIONS = [AS_PUBLISHED.atOnce, 0.8, 0.5, 0] as const;
const TIMES_PLAYED = 2;

export interface Concentration {
  /** Of the nodes that a crunch takes, the share that goes at once. */
  readonly atOnce: number;
  /** Of pairs of interruptions of one pool within an hour, the share within three minutes. */
  readonly together: number;
  readonly moves: MoveTally;
}

/** The months that judge, with moving. `ranked`: pools as places among the world's, the safest first. */
export const concentrationsOf = (playing: Playing, moving: Moving, ranked: readonly number[]): readonly Concentration[] => {
  const targetsOf = targetsIn(playing, ranked);
  return CONCENTRATIONS.map((atOnce) => {
    let moves = NO_MOVES;
    let together = 0;
    for (let time = 0; time < TIMES_PLAYED; time += 1) {
      const span = { from: playing.months[0], to: playing.months[1], luck: `moving ${time}` };
      const crunches = { atOnce };
      together += shareTogether(playing.later, lossesOf(playing.world, playing.later, { span, crunches })) / TIMES_PLAYED;
      moves = bothTallies(moves, replayFleet(playing.world, playing.later, { span, crunches, moving, targetsOf }));
    }
    return { atOnce, together, moves };
  });
};

/** How many pools take those who have to leave one. */
const TARGETS = 5;

const targetsIn = ({ world }: Playing, ranked: readonly number[]): ((pool: number) => readonly number[]) => {
  const regionOf = (pool: number): string | undefined => world.pools[pool]?.region;
  const byRegion = new Map(world.markets.map(({ region }) => [region, ranked.filter((pool) => regionOf(pool) === region)]));
  return (pool) => (byRegion.get(regionOf(pool) ?? '') ?? []).filter((target) => target !== pool).slice(0, TARGETS);
};
