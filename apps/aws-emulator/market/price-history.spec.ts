import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarket } from './market';
import type { Pool } from './market';
import { firstCursor, historyPage } from './price-history';
import type { HistoryCursor, HistoryQuery, HistoryRow } from './price-history';

const NOW = Date.parse('2026-11-20T12:34:56Z') / 1000;
const DAY = 86_400;
const POOLS = createMarket('a seed', ['ap-south-1']).poolsIn('ap-south-1').filter((pool) => pool.instanceType.startsWith('m5.'));

function readAll(query: HistoryQuery, limit = 1000): readonly HistoryRow[] {
  const rows: HistoryRow[] = [];
  let cursor: HistoryCursor | undefined = firstCursor(query);
  while (cursor !== undefined) {
    const page = historyPage(query, cursor, limit);
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

const poolName = (pool: Pool): string => `${pool.instanceType} ${pool.zone.name} ${pool.product}`;
const keyOf = (row: HistoryRow): string => `${poolName(row.pool)} ${row.at} ${row.price}`;
const within = (rows: readonly HistoryRow[], start: number): string[] => rows.filter((row) => row.at >= start).map(keyOf);

describe('price history', () => {
  it('gives the same rows whatever the size of a page', () => {
    const query = { pools: POOLS, start: NOW - 3 * DAY, end: NOW };
    const whole = readAll(query).map(keyOf);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), (limit) => {
        expect(readAll(query, limit).map(keyOf)).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  });

  it('gives for two halves what it gives for the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 * DAY }), fc.integer({ min: 1, max: 5 * DAY }), (length, cut) => {
        const start = NOW - length;
        const middle = Math.max(start + 1, NOW - cut);
        const older = within(readAll({ pools: POOLS, start, end: middle - 1 }), start);
        const newer = within(readAll({ pools: POOLS, start: middle, end: NOW }), middle);
        expect([...newer, ...older]).toEqual(within(readAll({ pools: POOLS, start, end: NOW }), start));
      }),
      { numRuns: 20 },
    );
  });

  it('ends with one row for each pool: the price in force at the start', () => {
    const start = NOW - DAY;
    const inForce = readAll({ pools: POOLS, start, end: NOW }).filter((row) => row.at < start);
    expect(inForce.map((row) => poolName(row.pool)).sort()).toEqual(POOLS.map(poolName).sort());
  });

  it('lists the newest change first', () => {
    const times = readAll({ pools: POOLS, start: NOW - 2 * DAY, end: NOW }).map((row) => row.at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('reports a change twice now and then', () => {
    const keys = readAll({ pools: POOLS, start: NOW - 30 * DAY, end: NOW }).map(keyOf);
    const repeated = keys.length - new Set(keys).size;
    expect(repeated).toBeGreaterThan(0);
    expect(repeated / keys.length).toBeLessThan(0.01);
  });

  it('sells at another level in another zone', () => {
    const large = POOLS.filter((pool) => pool.instanceType === 'm5.large' && pool.product === 'Linux/UNIX');
    const levels = large.map((pool) => pool.character.level);
    expect(new Set(levels).size).toBe(large.length);
  });

  it('is another market for another seed, and the same for the same', () => {
    const query = (seed: string): HistoryQuery => ({ pools: createMarket(seed, ['us-east-2']).poolsIn('us-east-2').slice(0, 5), start: NOW - DAY, end: NOW });
    expect(readAll(query('one')).map(keyOf)).toEqual(readAll(query('one')).map(keyOf));
    expect(readAll(query('one')).map(keyOf)).not.toEqual(readAll(query('two')).map(keyOf));
  });
});
