import { seedFor } from '@ml/domain/training/seed-for';
import type { Placement } from '../world/fleet';
import { poolAt } from '../world/fleet';
import { MONTH_HOURS, monthAt, ratePerHour, type TrueWorld } from '../world/true-world';
import { WorldDraws } from '../world/world-draws';

/** How the nodes of a pool that runs dry go. */
export interface Crunches {
  /** Of the nodes that a crunch takes, the share that goes at once; the others go one by one in the hour after. 0 to 1. */
  readonly atOnce: number;
}

/** What is seen of real pools: more than 92% of interruptions that come close after one another do within three minutes. */
export const AS_PUBLISHED: Crunches = { atOnce: 0.97 };

/** A node that was interrupted. */
export interface Loss {
  /** Place among the placements. */
  readonly placement: number;
  /** Of the placement's nodes, from 0. */
  readonly node: number;
  /** Hours of the world. */
  readonly at: number;
  /** Name of what took it along with others; null when it went alone. */
  readonly crunch: string | null;
}

/** Of a node's interruptions, those that hit nobody else. */
const ALONE = 0.2;
/** A crunch takes between a fifth and all of a pool's nodes. */
const LEAST_SHARE = 0.2;
const MEAN_SHARE = (LEAST_SHARE + 1) / 2;
const AT_ONCE_HOURS = 2.5 / 60;
const LATER_MEAN_HOURS = 0.5;

export interface Span {
  readonly from: number;
  readonly to: number;
  /** Tells repetitions of the same months apart. */
  readonly luck: string;
}

interface Crunch {
  readonly id: string;
  readonly at: number;
  readonly share: number;
}

/** A pool's crunches, whoever is there. They come as often as makes every node's chance the pool's. */
export const crunchesOf = (world: TrueWorld, poolIndex: number, span: Span): readonly Crunch[] => {
  const draws = new WorldDraws(seedFor(world.seed, `crunches ${poolIndex} ${span.luck}`));
  const crunches: Crunch[] = [];
  for (let from = span.from; from < span.to; ) {
    const to = Math.min(span.to, (monthAt(from) + 1) * MONTH_HOURS);
    const rate = (ratePerHour(chanceAt(world, poolIndex, from)) * (1 - ALONE)) / MEAN_SHARE;
    for (let left = draws.count(rate * (to - from)); left > 0; left -= 1) {
      crunches.push({ id: `${poolIndex}/${crunches.length}`, at: from + draws.next() * (to - from), share: LEAST_SHARE + (1 - LEAST_SHARE) * draws.next() });
    }
    from = to;
  }
  return crunches.sort((one, other) => one.at - other.at);
};

const chanceAt = (world: TrueWorld, poolIndex: number, hour: number): number => poolAt(world, poolIndex).chances[monthAt(hour)] ?? 0;

/** Every node that is interrupted in the span, in the order of time. A node that is gone has a successor in the same pool. */
export const lossesOf = (world: TrueWorld, fleet: readonly Placement[], { span, crunches }: { readonly span: Span; readonly crunches: Crunches }): readonly Loss[] => {
  const inPool = new Map<number, number[]>();
  for (const [index, { pool }] of fleet.entries()) inPool.set(pool, [...(inPool.get(pool) ?? []), index]);
  const losses: Loss[] = [];
  for (const [poolIndex, placements] of inPool) {
    const draws = new WorldDraws(seedFor(world.seed, `losses ${poolIndex} ${span.luck}`));
    for (const crunch of crunchesOf(world, poolIndex, span)) losses.push(...taken(crunch, placements.map((index) => ({ index, placement: fleet[index] as Placement })), { draws, crunches }));
    for (const index of placements) losses.push(...lostAlone(world, { index, placement: fleet[index] as Placement }, { draws, span }));
  }
  return losses.sort((one, other) => one.at - other.at || one.placement - other.placement || one.node - other.node);
};

interface Placed {
  readonly index: number;
  readonly placement: Placement;
}

const taken = (crunch: Crunch, placed: readonly Placed[], { draws, crunches }: { readonly draws: WorldDraws; readonly crunches: Crunches }): readonly Loss[] => {
  const losses: Loss[] = [];
  for (const { index, placement } of placed) {
    for (let node = 0; node < placement.nodes; node += 1) {
      // Drawn for everybody, so that who else is there changes nothing.
      const [hit, wave, delay] = [draws.next(), draws.next(), draws.next()];
      const at = crunch.at + (wave < crunches.atOnce ? delay * AT_ONCE_HOURS : AT_ONCE_HOURS - LATER_MEAN_HOURS * Math.log(1 - delay));
      if (hit < crunch.share && at >= placement.from && at < placement.to) losses.push({ placement: index, node, at, crunch: crunch.id });
    }
  }
  return losses;
};

const lostAlone = (world: TrueWorld, { index, placement }: Placed, { draws, span }: { readonly draws: WorldDraws; readonly span: Span }): readonly Loss[] => {
  const losses: Loss[] = [];
  const end = Math.min(span.to, placement.to);
  for (let from = Math.max(span.from, placement.from); from < end; ) {
    const to = Math.min(end, (monthAt(from) + 1) * MONTH_HOURS);
    const mean = ratePerHour(chanceAt(world, placement.pool, from)) * ALONE * (to - from) * placement.nodes;
    for (let left = draws.count(mean); left > 0; left -= 1) {
      losses.push({ placement: index, node: draws.below(placement.nodes), at: from + draws.next() * (to - from), crunch: null });
    }
    from = to;
  }
  return losses;
};

const CLOSE_HOURS = 1;
const TOGETHER_HOURS = 3 / 60;

/** Of pairs of interruptions in one pool within an hour of one another, the share within three minutes: what publications count. */
export const shareTogether = (fleet: readonly Placement[], losses: readonly Loss[]): number => {
  const inPool = new Map<number, number[]>();
  for (const { placement, at } of losses) {
    const pool = fleet[placement]?.pool ?? 0;
    inPool.set(pool, [...(inPool.get(pool) ?? []), at]);
  }
  let [close, together] = [0, 0];
  for (const times of inPool.values()) {
    for (const [index, at] of times.entries()) {
      const gaps = times.slice(index + 1).map((later) => later - at);
      close += gaps.filter((gap) => gap <= CLOSE_HOURS).length;
      together += gaps.filter((gap) => gap <= TOGETHER_HOURS).length;
    }
  }
  return close === 0 ? 1 : together / close;
};
