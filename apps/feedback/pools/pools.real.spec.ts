import { beforeEach, describe, expect, it } from 'vitest';
import { interruptionReported } from '@ml/contracts/interruptions';
import { askPoolStatus, askReportCapacity, type CapacityBlock, type PoolStatus } from '@ml/contracts/learning';
import { poolsPublished, poolTold, type PoolKey, type PoolsPublished, type PoolTold } from '@ml/contracts/pools';
import { Database } from '@ml/persistence/database';
import { runInCall } from '@ml/platform/call-context';
import { realServers } from '@ml/testing/real';
import { onTheBus } from '@ml/testing/serve-module';
import { HOUR_MS, MINUTE_MS } from '@ml/units/time';
import { madeUpReport } from '../intake/test/made-up-report';
import { serveFeedback } from '../intake/test/served-intake';

const servers = await realServers();
const { bus } = await onTheBus(servers, 'gateway');
const engine = await onTheBus(servers, 'decisions');
const feedback = await serveFeedback(servers);
const database = new Database({ owner: 'feedback', url: servers.database.urlOf('feedback'), poolSize: 2, entities: [], statementTimeoutMs: 10_000 });

const published: PoolsPublished[] = [];
const told: PoolTold[] = [];
await engine.bus.watch(poolsPublished, { from: 'latest-per-key' }, (one) => void published.push(one));
await bus.watch(poolTold, { from: 'newest' }, (one) => void told.push(one));

/** Of the pool of the test. */
const ownTold = (): readonly PoolTold[] => told.filter(({ instance_type }) => instance_type === pool.instance_type);

/** The stream remembers what it has heard: each test has a pool of its own. */
let tests = 0;
let pool: PoolKey = { instance_type: '', availability_zone: 'us-east-1a', region: 'us-east-1' };
const as = <T>(tenant: string | null, work: () => Promise<T>): Promise<T> => runInCall({ requestId: 'spec', tenant, scope: 'platform', deadline: Date.now() + 30_000 }, work);
const status = (tenant: string | null = null): Promise<PoolStatus> => as(tenant, () => bus.ask(askPoolStatus, pool));
const noCapacity = (observedAt: number): Promise<CapacityBlock> => as(null, () => bus.ask(askReportCapacity, { ...pool, observed_at: new Date(observedAt).toISOString() }));
const interrupt = async (customer_id: string, minutesAgo = 0): Promise<void> => {
  const report = madeUpReport({ ...pool, customer_id, interruption_timestamp: new Date(Date.now() - minutesAgo * MINUTE_MS).toISOString() });
  await as(null, () => bus.report(interruptionReported, report, { id: report.interruption_id, waitMs: 20_000 }));
};

beforeEach(() => {
  pool = { ...pool, instance_type: `m5.t${String((tests += 1))}` };
  told.length = 0;
});

describe('the status of a pool', () => {
  it('that nobody has heard of is NORMAL, with what its type lets expect, and says so', async () => {
    expect(await status()).toEqual({
      risk_level: 'NORMAL',
      affected_clients_count: 0,
      recent_interruptions: 0,
      risk_score: expect.any(Number) as number,
      safety_score: expect.any(Number) as number,
      confidence: 0.5,
      recommendation: 'NO ACTION - No pattern across customers',
      last_interruption_time: null,
      pool_identifier: `${pool.instance_type}/us-east-1a/us-east-1`,
      episode_id: null,
      episode_ends_at: null,
      blocked_until: null,
      warnings: [{ code: 'NOTHING_LEARNED', text: expect.any(String) as string }],
    });
  });

  it('follows every customer, and what SQL says by the names of the contract is the same', async () => {
    const after = async (customer: string, minutesAgo: number): Promise<PoolStatus> => {
      await interrupt(customer, minutesAgo);
      const seen = await status();
      const [said] = await database.query('SELECT risk_level, affected_clients_count, recent_interruptions FROM get_pool_risk_status($1, $2, $3)', [pool.instance_type, pool.availability_zone, pool.region]);
      expect(seen).toMatchObject(said ?? { risk_level: 'nothing was said' });
      return seen;
    };
    const [normal, uncertain, risky] = [await after('cu-1', 10), await after('cu-2', 5), await after('cu-3', 0)];
    expect([normal, uncertain, risky].map(({ risk_level, affected_clients_count, recent_interruptions, recommendation }) => [risk_level, affected_clients_count, recent_interruptions, recommendation.split(' - ')[0]])).toEqual([
      ['NORMAL', 1, 1, 'NO ACTION'],
      ['UNCERTAIN', 2, 2, 'MONITOR'],
      ['CONFIRMED_RISKY', 3, 3, 'IMMEDIATE REBALANCE'],
    ]);
    expect(uncertain.risk_score).toBeGreaterThan(normal.risk_score);
    expect([risky.risk_score >= uncertain.risk_score, uncertain.risk_score + uncertain.safety_score]).toEqual([true, 1]);
    expect([risky.warnings, normal.episode_id, risky.episode_id]).toEqual([[], null, uncertain.episode_id]);
    // Of the three, the first leaves the window in 50 minutes; the pool is uncertain for an hour more.
    expect(Date.parse(risky.episode_ends_at ?? '') - Date.now()).toBeCloseTo(110 * MINUTE_MS, -5);
    await expect.poll(() => ownTold().map(({ level, affected_clients_count }) => [level, affected_clients_count])).toEqual([['UNCERTAIN', 2], ['CONFIRMED_RISKY', 3]]);
    expect(JSON.stringify(told)).not.toContain('cu-');
  });

  it('shows a tenant its own figures, and those of all once they are three', async () => {
    await interrupt('cu-1', 10);
    await interrupt('cu-2', 5);
    expect(await status('cu-1')).toMatchObject({ risk_level: 'UNCERTAIN', affected_clients_count: 1, recent_interruptions: 1, episode_ends_at: null });
    expect(await status('cu-9')).toMatchObject({ risk_level: 'UNCERTAIN', affected_clients_count: 0, recent_interruptions: 0, last_interruption_time: null });
    expect((await status('cu-1')).last_interruption_time).not.toBe((await status()).last_interruption_time);
    await interrupt('cu-3');
    expect(await status('cu-9')).toEqual(await status());
  });
});

describe('a pool without capacity', () => {
  const blockedUntil = async (): Promise<number> => Date.parse((await status()).blocked_until ?? '');

  it('is blocked for three minutes from the report on, and engines know before the answer', async () => {
    const [before, now] = [published.length, Date.now()];
    const { blocked_until } = await noCapacity(now);
    await expect.poll(() => published.length).toBeGreaterThan(before);
    expect(Date.parse(blocked_until)).toBe(now + 3 * MINUTE_MS);
    expect(await status()).toMatchObject({ risk_level: 'NORMAL', blocked_until, recommendation: 'WAIT - No capacity at the moment; use other pools for new nodes' });
  });

  it('stays so for longer after a later report, and not for less after an earlier one', async () => {
    const now = Date.now();
    await noCapacity(now - MINUTE_MS);
    expect(await blockedUntil()).toBe(now + 2 * MINUTE_MS);
    await noCapacity(now);
    expect(Date.parse((await noCapacity(now - 2 * MINUTE_MS)).blocked_until)).toBe(now + 3 * MINUTE_MS);
    expect(await blockedUntil()).toBe(now + 3 * MINUTE_MS);
  });

  it('is not blocked by a report that comes too late, nor for longer by one from the future', async () => {
    expect(Date.parse((await noCapacity(Date.now() - HOUR_MS)).blocked_until)).toBeLessThan(Date.now());
    expect((await status()).blocked_until).toBeNull();
    await noCapacity(Date.now() + 4 * MINUTE_MS);
    expect(await blockedUntil()).toBeLessThanOrEqual(Date.now() + 3 * MINUTE_MS);
  });
});

describe('time', () => {
  it('lets levels fall without any report: told, published and over within seconds, by one of several replicas', async () => {
    for (const customer of ['cu-1', 'cu-2', 'cu-3']) await interrupt(customer);
    await expect.poll(() => ownTold().length).toBe(2);
    await feedback.close();
    const travel = async (hours: number): Promise<void> => {
      const [levels, snapshots] = [ownTold().length, published.length];
      const env = { CLOCK_OFFSET_MS: String(hours * HOUR_MS + MINUTE_MS) };
      const replicas = [await serveFeedback(servers, env), await serveFeedback(servers, env)];
      await expect.poll(() => ownTold().length > levels && published.length > snapshots).toBe(true);
      for (const replica of replicas) await replica.close();
    };
    await travel(1);
    expect(ownTold().slice(2)).toMatchObject([{ level: 'UNCERTAIN', level_before: 'CONFIRMED_RISKY', affected_clients_count: 3 }]);
    await travel(2);
    expect(ownTold().slice(2).map(({ level }) => level)).toEqual(['UNCERTAIN', 'NORMAL']);
    expect(await database.query('SELECT level, peak_level, ended_at = ends_at AS on_time FROM pool_episodes WHERE instance_type = $1', [pool.instance_type])).toEqual([{ level: 'NORMAL', peak_level: 'CONFIRMED_RISKY', on_time: true }]);
  });
});
