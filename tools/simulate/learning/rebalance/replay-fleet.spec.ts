import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '@ml/units/time';
import { fleetAt, makeFleet } from '../world/fleet';
import { makeWorld } from '../world/make-world';
import { MONTH_HOURS } from '../world/true-world';
import { movedForNothing, withMoves, withoutMoves, type MoveTally } from './move-tally';
import { replayFleet } from './replay-fleet';

const WORLD = makeWorld('helpful', 3);
const MONTHS = [0, 3 * MONTH_HOURS] as const;
const FLEET = fleetAt(makeFleet(WORLD, 200, 6 * MONTH_HOURS), 5 * MONTH_HOURS, MONTHS);
const [RISKIEST = 0] = WORLD.pools.map((_, pool) => pool).sort((one, other) => (WORLD.pools[other]?.chances[0] ?? 0) - (WORLD.pools[one]?.chances[0] ?? 0));

const replayed = (takesMinutes: number, targets: readonly number[]): MoveTally =>
  replayFleet(WORLD, FLEET, {
    span: { from: MONTHS[0], to: MONTHS[1], luck: 'spec' },
    crunches: { atOnce: 0 },
    moving: { takesMs: takesMinutes * MINUTE_MS, perMinute: 1_000 },
    targetsOf: () => targets,
  });

describe('a fleet that moves out of confirmed pools', () => {
  it('loses fewer nodes the faster it moves, and as many as ever when it never does', () => {
    const [fast, slow, never] = [0, 20, 100_000].map((minutes) => replayed(minutes, [])) as [MoveTally, MoveTally, MoveTally];
    expect(withMoves(fast)).toBeLessThan(withMoves(slow));
    expect(withMoves(slow)).toBeLessThan(withMoves(never));
    expect([never.moved, never.inTime, withMoves(never)]).toEqual([0, 0, withoutMoves(never)]);
    for (const tally of [fast, slow]) expect(movedForNothing(tally)).toBeGreaterThanOrEqual(0);
  });

  it('loses nodes where they went when that is the worst of all pools', () => {
    expect(replayed(0, [RISKIEST]).elsewhere).toBeGreaterThan(0);
    expect(replayed(0, []).elsewhere).toBe(0);
  });
});
