import { fleetAt, hourOf, makeFleet, type Placement } from './world/fleet';
import { makeWorld } from './world/make-world';
import { MONTH_HOURS, MONTHS, type TrueWorld, type WorldName } from './world/true-world';

/** Where learning is frozen and looked at, in instance-hours of all customers. */
export const CHECKPOINTS = [0, 10_000, 50_000, 200_000, 500_000] as const;
const HELD_OUT_MONTHS = 3;
const LAST_FREEZE = (MONTHS - HELD_OUT_MONTHS - 1) * MONTH_HOURS;

export interface Freeze {
  readonly instanceHours: number;
  /** Hour of the world. */
  readonly hour: number;
}

/** One world and who is in it. */
export interface Playing {
  readonly world: TrueWorld;
  readonly fleet: readonly Placement[];
  /** Only those that the fleet reaches. */
  readonly freezes: readonly Freeze[];
  /** The whole months that judge, the same for every freeze: they begin after the last one. Hours of the world. */
  readonly months: readonly [number, number];
  /** Who is there in the middle of them, as if for all of them. */
  readonly later: readonly Placement[];
}

export interface Cast {
  readonly customers: number;
  /** Instance-hours at which learning is looked at, ascending. */
  readonly checkpoints: readonly number[];
}

export const playingOf = (name: WorldName, seed: number, { customers, checkpoints }: Cast): Playing => {
  const world = makeWorld(name, seed);
  const fleet = makeFleet(world, customers, MONTHS * MONTH_HOURS);
  const freezes = checkpoints.flatMap((instanceHours) => {
    const hour = hourOf(fleet, instanceHours);
    return hour === null || hour > LAST_FREEZE ? [] : [{ instanceHours, hour }];
  });
  const begins = (Math.floor((freezes.at(-1)?.hour ?? 0) / MONTH_HOURS) + 1) * MONTH_HOURS;
  const months: readonly [number, number] = [begins, begins + HELD_OUT_MONTHS * MONTH_HOURS];
  return { world, fleet, freezes, months, later: fleetAt(fleet, (months[0] + months[1]) / 2, months) };
};
