import { seedFor } from '@ml/domain/training/seed-for';
import { HOUR_MS } from '@ml/units/time';
import { crunchesOf, lossesOf, type Crunches, type Loss, type Span } from '../events/losses';
import type { Placement } from '../world/fleet';
import { MONTH_HOURS, WORLD_START, type TrueWorld } from '../world/true-world';
import { WorldDraws } from '../world/world-draws';
import { NO_MOVES, type MoveTally } from './move-tally';
import { PoolReplay, type Absence, type Moving } from './pool-replay';

export interface Replay {
  readonly span: Span;
  readonly crunches: Crunches;
  readonly moving: Moving;
  /** Pools to which the nodes of a pool may go, as places among the world's. */
  readonly targetsOf: (pool: number) => readonly number[];
}

/** The same interruptions twice: as they come, and with everybody else moved out of pools that are confirmed. */
export const replayFleet = (world: TrueWorld, fleet: readonly Placement[], replay: Replay): MoveTally => {
  const losses = lossesByPool(fleet, lossesOf(world, fleet, replay));
  let tally: MoveTally = { ...NO_MOVES, nodeMonths: (fleet.reduce((sum, { nodes }) => sum + nodes, 0) * (replay.span.to - replay.span.from)) / MONTH_HOURS };
  for (const [pool, lost] of losses) {
    const placements = new Map([...fleet.entries()].filter(([, placement]) => placement.pool === pool));
    const draws = new WorldDraws(seedFor(world.seed, `replay ${pool} ${replay.span.luck}`));
    const played = new PoolReplay(placements, replay.moving, draws);
    for (const loss of lost) played.lose(loss);
    played.end();
    tally = { ...tally, episodes: tally.episodes + played.episodes, unwarned: tally.unwarned + played.unwarned, tooLate: tally.tooLate + played.tooLate };
    for (const [turn, absence] of played.absences.entries()) {
      // Whose turn comes after the pool has recovered stays.
      if (absence.from >= absence.until) continue;
      const { nodes } = placements.get(absence.placement) ?? { nodes: 0 };
      const targets = replay.targetsOf(pool);
      const target = targets[turn % targets.length];
      const elsewhere = target === undefined ? 0 : lostElsewhere(world, { target, nodes, absence, span: replay.span }, draws);
      tally = { ...tally, moved: tally.moved + nodes, inTime: tally.inTime + absence.spared.size, elsewhere: tally.elsewhere + elsewhere };
    }
  }
  return tally;
};

const lossesByPool = (fleet: readonly Placement[], losses: readonly Loss[]): ReadonlyMap<number, readonly Loss[]> => {
  const byPool = new Map<number, Loss[]>();
  for (const loss of losses) {
    const pool = fleet[loss.placement]?.pool ?? 0;
    const known = byPool.get(pool);
    if (known === undefined) byPool.set(pool, [loss]);
    else known.push(loss);
  }
  return byPool;
};

interface Away {
  readonly target: number;
  readonly nodes: number;
  readonly absence: Absence;
  readonly span: Span;
}

/** Of the nodes that were moved, those that a crunch of the other pool took while they were there. */
const lostElsewhere = (world: TrueWorld, { target, nodes, absence, span }: Away, draws: WorldDraws): number => {
  const [from, until] = [absence.from, absence.until].map((instant) => (instant - WORLD_START) / HOUR_MS) as [number, number];
  let lost = 0;
  for (const crunch of crunchesOf(world, target, span)) {
    if (crunch.at < from || crunch.at >= until) continue;
    for (let node = 0; node < nodes; node += 1) if (draws.next() < crunch.share) lost += 1;
  }
  return lost;
};
