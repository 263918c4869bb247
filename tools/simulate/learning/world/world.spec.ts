import { describe, expect, it } from 'vitest';
import { AS_PUBLISHED, lossesOf } from '../events/losses';
import { receivedBy, reportsOf } from '../events/reports';
import { outcomesOf } from '../score/outcomes';
import { hourOf, hoursUntil, makeFleet, type Placement } from './fleet';
import { makeWorld } from './make-world';
import { MONTH_HOURS } from './true-world';
import { WorldDraws } from './world-draws';

const WORLD = makeWorld('helpful', 7);
const alone = (pool: number, customer: string): Placement => ({ customer, pool, nodes: 3, from: 0, to: 3 * MONTH_HOURS, reportsNodes: true });

describe('a world', () => {
  it('interrupts nodes as often in a month as the hidden chances of their pools say', () => {
    const spans = Array.from({ length: 20 }, (_, time) => ({ from: 0, to: 3 * MONTH_HOURS, luck: `time ${time}` }));
    const everywhere = WORLD.pools.flatMap((_, pool) => [alone(pool, 'one'), alone(pool, 'other')]);
    let [interrupted, expected] = [0, 0];
    for (const [pool, outcome] of outcomesOf(WORLD, everywhere, spans)) {
      interrupted += outcome.interrupted;
      expected += ((outcome.interrupted + outcome.spared) * WORLD.pools[pool]!.chances.slice(0, 3).reduce((sum, value) => sum + value, 0)) / 3;
    }
    expect(interrupted / expected).toBeGreaterThan(0.97);
    expect(interrupted / expected).toBeLessThan(1.03);
  });

  it('has in the world without signal the chance of its class everywhere, always', () => {
    for (const { advisorClass, chances } of makeWorld('no-signal', 7).pools) expect(new Set(chances)).toEqual(new Set([[0.025, 0.075, 0.125, 0.175, 0.25][advisorClass]]));
  });

  it('has an advisor that says the opposite where it is wrong, and nothing else that differs', () => {
    for (const [index, pool] of makeWorld('wrong-prior', 7).pools.entries()) expect(pool).toEqual({ ...WORLD.pools[index], advisorClass: 4 - WORLD.pools[index]!.advisorClass });
  });

  it('draws counts, groups and waiting times around their means', () => {
    const draws = new WorldDraws(5);
    const mean = (draw: () => number): number => Array.from({ length: 20_000 }, draw).reduce((sum, value) => sum + value, 0) / 20_000;
    expect(mean(() => draws.count(0.7))).toBeCloseTo(0.7, 1);
    expect(mean(() => draws.group(2))).toBeCloseTo(2, 1);
    expect(mean(() => draws.exponential(3))).toBeCloseTo(3, 0);
    expect(mean(() => draws.normal())).toBeCloseTo(0, 1);
  });
});

describe('a fleet', () => {
  it('has run so many instance-hours at the hour that is said, and fewer the hour before', () => {
    const fleet = makeFleet(WORLD, 60, 40 * MONTH_HOURS);
    const hour = hourOf(fleet, 50_000)!;
    expect(hoursUntil(fleet, hour)).toBeGreaterThanOrEqual(50_000);
    expect(hoursUntil(fleet, hour - 1)).toBeLessThan(50_000);
    expect(hourOf(fleet, 1e12)).toBeNull();
  });
});

describe('reports', () => {
  it('come late and twice, and are one each for who reads them', () => {
    const fleet = makeFleet(WORLD, 60, 6 * MONTH_HOURS);
    const losses = lossesOf(WORLD, fleet, { span: { from: 0, to: 6 * MONTH_HOURS, luck: 'here' }, crunches: AS_PUBLISHED });
    const reports = reportsOf(fleet, losses, new WorldDraws(1));
    const read = receivedBy(reports, Number.POSITIVE_INFINITY);
    expect(reports.length).toBeGreaterThan(read.length);
    expect(read.reduce((sum, { nodes }) => sum + nodes, 0)).toBe(losses.length);
    expect(Math.max(...reports.map(({ at, received_at }) => received_at - at))).toBeGreaterThan(3_600_000);
    expect(Math.min(...reports.map(({ at, received_at }) => received_at - at))).toBeGreaterThanOrEqual(0);
  });
});
