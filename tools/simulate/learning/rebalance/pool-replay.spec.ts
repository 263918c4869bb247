import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '@ml/units/time';
import type { Placement } from '../world/fleet';
import { WorldDraws } from '../world/world-draws';
import { PoolReplay } from './pool-replay';

const place = (customer: string): Placement => ({ customer, pool: 0, nodes: 2, from: 0, to: 1_000, reportsNodes: true });
const PLACEMENTS = new Map(['a', 'b', 'c', 'd', 'e'].map((customer, index) => [index, place(customer)]));
const replay = (perMinute = 1_000): PoolReplay => new PoolReplay(PLACEMENTS, { takesMs: 5 * MINUTE_MS, perMinute }, new WorldDraws(1));
/** Reports of these draws come within minutes. */
const loss = (placement: number, minute: number): Parameters<PoolReplay['lose']>[0] => ({ placement, node: 0, at: 100 + minute / 60, crunch: null });

describe('a pool that others are interrupted in', () => {
  it('is left by everybody else once three customers are reported, and what happens there meanwhile hits nobody who left', () => {
    const pool = replay();
    for (const [customer, minute] of [[0, 0], [1, 1], [2, 2], [3, 50]] as const) pool.lose(loss(customer, minute));
    pool.end();
    expect([pool.episodes, pool.unwarned, pool.tooLate]).toEqual([1, 3, 0]);
    expect(pool.absences.map(({ placement, spared }) => [placement, spared.size])).toEqual([
      [3, 1],
      [4, 0],
    ]);
  });

  it('still loses the nodes of those who are being moved', () => {
    const pool = replay(1);
    // The second job is due a minute after the first, and takes five.
    for (const [customer, minute] of [[0, 0], [1, 1], [2, 2], [4, 7]] as const) pool.lose(loss(customer, minute));
    pool.end();
    expect([pool.episodes, pool.unwarned, pool.tooLate]).toEqual([1, 3, 1]);
  });

  it('is left by nobody for two customers, nor for three that are not within the hour', () => {
    const pool = replay();
    for (const [customer, minute] of [[0, 0], [1, 1], [0, 20], [2, 200]] as const) pool.lose(loss(customer, minute));
    pool.end();
    expect([pool.episodes, pool.unwarned, pool.absences.length]).toEqual([0, 4, 0]);
  });

  it('is used again two hours after the last of three, as before', () => {
    const pool = replay();
    for (const [customer, minute] of [[0, 0], [1, 1], [2, 2], [3, 130]] as const) pool.lose(loss(customer, minute));
    pool.end();
    expect(pool.unwarned).toBe(4);
    expect(pool.absences.every(({ spared }) => spared.size === 0)).toBe(true);
  });
});
