import type { PoolLevel } from '@ml/contracts/pools';

const UNCERTAIN_CUSTOMERS = 2;
const RISKY_CUSTOMERS = 3;

/** Somebody's nodes were interrupted in the pool. */
export interface Sighting {
  readonly customer_id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What the level of a pool is, and what becomes of it when nobody is interrupted there any more. Milliseconds since the epoch. */
export interface LevelCourse {
  readonly level: PoolLevel;
  /** Different ones in the window. */
  readonly customers: number;
  /** When the level falls by one; null while it is NORMAL. */
  readonly next_step_at: number | null;
  /** When it is NORMAL again; null while it is. */
  readonly ends_at: number | null;
}

/** The level at `now`: see `levelCourse`. */
export const levelAt = (sightings: readonly Sighting[], now: number, windowMs: number): PoolLevel => levelCourse(sightings, now, windowMs).level;

/**
 * By different customers that were interrupted within the window (now - window, now]: NORMAL below two, UNCERTAIN with two, CONFIRMED_RISKY from three on.
 * A pool that was confirmed stays UNCERTAIN for one more window after its third customer has left the window. So sightings older than two windows count
 * nothing, one customer alone never counts, and without new ones the level falls step by step. Sightings later than `now` are left out.
 */
export const levelCourse = (sightings: readonly Sighting[], now: number, windowMs: number): LevelCourse => {
  const seen = sightings.filter(({ at }) => at <= now && at > now - 2 * windowMs);
  const lasts = lastOfEach(seen);
  const leaving = lasts.map((at) => at + windowMs).filter((until) => until > now);
  const riskyUntil = leaving[RISKY_CUSTOMERS - 1] ?? riskyBefore(seen, now, windowMs);
  const normalAt = Math.max(leaving[UNCERTAIN_CUSTOMERS - 1] ?? 0, riskyUntil === null ? 0 : riskyUntil + windowMs);
  const customers = leaving.length;
  if (normalAt <= now) return { level: 'NORMAL', customers, next_step_at: null, ends_at: null };
  const level = customers >= RISKY_CUSTOMERS ? 'CONFIRMED_RISKY' : 'UNCERTAIN';
  return { level, customers, next_step_at: level === 'UNCERTAIN' ? normalAt : riskyUntil, ends_at: normalAt };
};

/** When each customer was seen last, the latest first. */
const lastOfEach = (sightings: readonly Sighting[]): readonly number[] => {
  const last = new Map<string, number>();
  for (const { customer_id, at } of sightings) last.set(customer_id, Math.max(at, last.get(customer_id) ?? at));
  return [...last.values()].sort((left, right) => right - left);
};

/** The end, up to `now`, of the last time in which three customers were in the window together. */
const riskyBefore = (sightings: readonly Sighting[], now: number, windowMs: number): number | null => {
  const turns = turnsOf(sightings, windowMs).filter(([at]) => at <= now);
  const held = new Map<string, number>();
  let until: number | null = null;
  for (const [at, changes] of turns.sort(([left], [right]) => left - right)) {
    const before = held.size;
    for (const { customer_id, step } of changes) {
      const count = (held.get(customer_id) ?? 0) + step;
      if (count === 0) held.delete(customer_id);
      else held.set(customer_id, count);
    }
    if (before >= RISKY_CUSTOMERS && held.size < RISKY_CUSTOMERS) until = at;
  }
  return until;
};

interface Turn {
  readonly customer_id: string;
  readonly step: 1 | -1;
}

/** Who comes into the window and who leaves it, by the instant: whoever does both at once is there without a gap. */
const turnsOf = (sightings: readonly Sighting[], windowMs: number): [number, Turn[]][] => {
  const turns = new Map<number, Turn[]>();
  const add = (at: number, turn: Turn): void => {
    const known = turns.get(at);
    if (known === undefined) turns.set(at, [turn]);
    else known.push(turn);
  };
  for (const { customer_id, at } of sightings) {
    add(at, { customer_id, step: 1 });
    add(at + windowMs, { customer_id, step: -1 });
  }
  return [...turns];
};
