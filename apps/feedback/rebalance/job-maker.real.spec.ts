import { beforeEach, describe, expect, it, vi } from 'vitest';
import { zstdDecompressSync } from 'node:zlib';
import { episodeWork } from '@ml/contracts/rebalance';
import type { PoolSnapshot } from '@ml/contracts/pools';
import { Database } from '@ml/persistence/database';
import { enqueue } from '@ml/persistence/outbox';
import { clientsInPools } from '@ml/persistence/stores/feedback/clients-in-pool';
import { rebalanceCounts } from '@ml/persistence/stores/feedback/rebalance-figures';
import { lockMaking } from '@ml/persistence/stores/feedback/rebalance-making';
import { RebalanceJobs } from '@ml/persistence/stores/feedback/rebalance-jobs';
import { toRebalanceJob } from '@ml/persistence/stores/feedback/rebalance-row';
import { forgetJobs } from '@ml/persistence/stores/feedback/rebalance-upkeep';
import { realServers } from '@ml/testing/real';
import { JobLeases } from './job-leases';
import { JobMaker } from './job-maker';
import { JobSweeper } from './job-sweeper';
import { PriceNotes } from './price-notes';
import { OptimizerStandIn, publishPrices, serveRebalancing } from './test/rebalance-rig';
import { endEpisode, POOL, storeEpisode, storeInventory } from './test/stored-pools';

const servers = await realServers();
const prices = await publishPrices(servers, 'us-east-1', ['m5.large']);
const optimizer = await new OptimizerStandIn().serve(servers);
const [one, other] = [await serveRebalancing(servers, { REBALANCE_JOBS_PER_MINUTE: '4' }), await serveRebalancing(servers, { REBALANCE_JOBS_PER_MINUTE: '4' })];
const database = one.get(Database);
const maker = one.get(JobMaker);
const sweeper = one.get(JobSweeper);
const TARGETS = [['m6i.large', 'us-east-1b', 0.9], ['m5a.large', 'us-east-1c', 0.8]] as const;

await vi.waitFor(() => expect(one.get(PriceNotes).snapshotOf('us-east-1')).toBe(prices), { timeout: 20_000 });
await vi.waitFor(() => expect(other.get(PriceNotes).snapshotOf('us-east-1')).toBe(prices), { timeout: 20_000 });

const page = { limit: 1_000, offset: 0 };
const jobsOf = async (episode_id: string) => (await one.get(RebalanceJobs).list(null, page)).rows.map(toRebalanceJob).filter((job) => job.episode_id === episode_id);
const statuses = async (episode_id: string): Promise<Record<string, string>> => Object.fromEntries((await jobsOf(episode_id)).map(({ customer_id, status }) => [customer_id, status]));
const created = async (id: string): Promise<number | undefined> => (await database.query<{ jobs_created: number }>('SELECT jobs_created FROM pool_episodes WHERE episode_id = $1', [id]))[0]?.jobs_created;
const customers = (count: number, nodes = 2) => Array.from({ length: count }, (_, index) => ({ customer_id: `cu-${String(index)}`, nodes }));

beforeEach(async () => {
  await database.execute('TRUNCATE proactive_rebalance_jobs, pool_episodes, pool_inventory, cluster_inventory');
  optimizer.safe = TARGETS;
  optimizer.away = false;
  optimizer.hasPrices = true;
  optimizer.asked.length = 0;
});

describe('the jobs of a risky pool', () => {
  it('are made for every cluster with spot nodes there that was seen within a day, but not of customers who were hit', async () => {
    await storeInventory(database, [
      { customer_id: 'cu-1', nodes: 3 },
      { customer_id: 'cu-1', cluster_id: 'second', nodes: 1 },
      { customer_id: 'cluster:c-9', cluster_id: 'c-9', nodes: 2 },
      { customer_id: 'hit-1', nodes: 5 },
      { customer_id: 'cu-none', nodes: 0 },
      { customer_id: 'cu-old', nodes: 4, ageHours: 25 },
      { customer_id: 'cu-there', nodes: 4, pool: { ...POOL, availability_zone: 'us-east-1b' } },
    ]);
    const episode = await storeEpisode(database);
    expect(await database.transaction((tx) => clientsInPools(tx, [{ ...POOL, except: ['hit-1'] }], { limit: 1, now: new Date() }))).toEqual([{ count: 2, customer_ids: ['cluster:c-9'] }]);
    await maker.make(episode, 5_000);
    const jobs = await jobsOf(episode);
    expect(jobs.map(({ customer_id, cluster_id, nodes }) => `${customer_id} ${cluster_id} ${String(nodes)}`).toSorted()).toEqual(['cluster:c-9 c-9 2', 'cu-1 cu-1-c 3', 'cu-1 second 1']);
    expect(jobs[0]).toMatchObject({ source_instance_type: 'm5.large', source_availability_zone: 'us-east-1a', region: 'us-east-1', priority: 'HIGH', status: 'PENDING', attempts: 0, worker: null, lease_until: null });
    expect(jobs[0]?.reason).toContain('3 customers were interrupted in m5.large/us-east-1a');
    expect(await created(episode)).toBe(3);
    expect(await rebalanceCounts(database, new Date(Date.now() + 1_000))).toEqual({ created: 3, pending: 3, in_progress: 0, completed: 0, failed: 0, expired: 0 });
  });

  it('become due in turns, those with most nodes first, and share the targets', async () => {
    await storeInventory(database, Array.from({ length: 10 }, (_, index) => ({ customer_id: `cu-${String(index)}`, nodes: index + 1 })));
    const episode = await storeEpisode(database);
    await maker.make(episode, 5_000);
    const jobs = (await jobsOf(episode)).toSorted((left, right) => right.nodes - left.nodes);
    const start = Date.parse(jobs[0]?.available_at ?? '');
    expect(jobs.map(({ available_at }) => (Date.parse(available_at) - start) / 60_000)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2]);
    const targets = jobs.map(({ target_instance_type, target_availability_zone, target_capacity_type, target_safety_score }) => [target_instance_type, target_availability_zone, target_safety_score, target_capacity_type]);
    expect(targets.slice(0, 3)).toEqual([[...TARGETS[0], 'spot'], [...TARGETS[1], 'spot'], [...TARGETS[0], 'spot']]);
    expect(targets.filter(([type]) => type === 'm6i.large')).toHaveLength(5);
    // Who comes later fills up the last turn, and goes on with the round.
    await storeInventory(database, customers(13));
    await maker.make(episode, 5_000);
    const late = (await jobsOf(episode)).filter(({ customer_id }) => ['cu-10', 'cu-11', 'cu-12'].includes(customer_id)).toSorted((left, right) => (left.customer_id < right.customer_id ? -1 : 1));
    expect(late.map(({ available_at }) => (Date.parse(available_at) - start) / 60_000)).toEqual([2, 2, 3]);
    expect(late.map(({ target_instance_type }) => target_instance_type)).toEqual(['m6i.large', 'm5a.large', 'm6i.large']);
  });

  it('are aimed by a question with the facts by which the pool is risky', async () => {
    await storeInventory(database, customers(1));
    const episode = await storeEpisode(database);
    await maker.make(episode, 5_000);
    const [ask] = optimizer.asked;
    expect(ask?.envelope.requirements).toEqual({ region: 'us-east-1', count: 20, vcpu: 2, memory_gib: 8, gpus: 0, local_storage_gb: 0, pods: 29, architecture: 'x86_64' });
    expect(ask?.facts.prices).toEqual({ 'us-east-1': prices });
    const snapshot = JSON.parse(zstdDecompressSync(await one.booted.blobs.get(ask?.facts.pools ?? '')).toString()) as PoolSnapshot;
    expect(snapshot.pools).toEqual([expect.objectContaining({ instance_type: 'm5.large', availability_zone: 'us-east-1a', level: 'CONFIRMED_RISKY' })]);
    const [row] = await database.query<{ evidence: Record<string, unknown> }>('SELECT evidence FROM proactive_rebalance_jobs');
    expect(row?.evidence).toMatchObject({ engine: 'spot_optimizer 2.0.0', price_snapshot: prices, pool_snapshot: ask?.facts.pools });
  });

  it('go on demand to other zones where no spot pool is safe', async () => {
    optimizer.safe = [];
    await storeInventory(database, customers(4));
    const episode = await storeEpisode(database);
    await maker.make(episode, 5_000);
    const targets = (await jobsOf(episode)).map(({ target_instance_type, target_availability_zone, target_capacity_type, target_safety_score }) => [target_instance_type, target_availability_zone, target_capacity_type, target_safety_score]);
    const onDemand = (zone: string) => ['m5.large', zone, 'on-demand', null];
    expect(targets.toSorted()).toEqual([onDemand('us-east-1b'), onDemand('us-east-1b'), onDemand('us-east-1c'), onDemand('us-east-1c')]);
  });

  it('get no target from an optimizer without prices: nobody knows then whether a pool is safe', async () => {
    optimizer.safe = [];
    optimizer.hasPrices = false;
    await storeInventory(database, customers(1));
    const episode = await storeEpisode(database);
    await maker.make(episode, 0);
    expect(await jobsOf(episode)).toMatchObject([{ target_instance_type: null, target_capacity_type: null }]);
    const [row] = await database.query<{ evidence: object }>('SELECT evidence FROM proactive_rebalance_jobs');
    expect(row?.evidence).toMatchObject({ code: 'NO_PRICE_DATA' });
  });

  it('are made without a target when the optimizer is away, and get one later; unknown types are left alone', async () => {
    optimizer.away = true;
    await storeInventory(database, [...customers(3), { customer_id: 'cu-odd', nodes: 1, pool: { ...POOL, instance_type: 'z9.odd' } }]);
    const [episode, odd] = [await storeEpisode(database), await storeEpisode(database, { pool: { ...POOL, instance_type: 'z9.odd' } })];
    await maker.make(episode, 2_000);
    await maker.make(odd, 0);
    expect(optimizer.asked.length).toBeGreaterThan(1);
    expect((await jobsOf(episode)).map(({ target_instance_type, target_capacity_type }) => [target_instance_type, target_capacity_type])).toEqual(Array(3).fill([null, null]));
    optimizer.away = false;
    await sweeper.sweep();
    expect((await jobsOf(episode)).map(({ target_instance_type }) => target_instance_type).toSorted()).toEqual(['m5a.large', 'm6i.large', 'm6i.large']);
    expect((await jobsOf(odd)).map(({ target_instance_type }) => target_instance_type)).toEqual([null]);
  });

  it('are made once, through whatever replica and however often the pool is told', async () => {
    await storeInventory(database, customers(50));
    const episode = await storeEpisode(database);
    await Promise.all([maker, other.get(JobMaker), maker, other.get(JobMaker)].map((by) => by.make(episode, 5_000)));
    await database.transaction((tx) => enqueue(tx, episodeWork, { id: `episode:${episode}`, body: { episode_id: episode } }));
    await Promise.all([sweeper.sweep(), other.get(JobSweeper).sweep()]);
    await vi.waitFor(async () => expect(await database.query('SELECT 1 FROM outbox')).toEqual([]), { timeout: 20_000 });
    expect(await jobsOf(episode)).toHaveLength(50);
    expect(await created(episode)).toBe(50);
  });

  it('are made when the pool is told on the bus, by a replica that is there', async () => {
    await storeInventory(database, customers(5));
    const episode = await storeEpisode(database);
    await database.transaction((tx) => enqueue(tx, episodeWork, { id: `episode:${episode}`, body: { episode_id: episode } }));
    await vi.waitFor(async () => expect(await jobsOf(episode)).toHaveLength(5), { timeout: 20_000, interval: 20 });
  });

  it('are made once although the database was lost in the middle of it', async () => {
    await storeInventory(database, customers(20));
    const episode = await storeEpisode(database);
    const isWaiting = `FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`;
    await database.transaction(async (tx) => {
      await lockMaking(tx, episode);
      await database.transaction((own) => enqueue(own, episodeWork, { id: `episode:${episode}`, body: { episode_id: episode } }));
      await vi.waitFor(async () => expect(await database.query(`SELECT pg_terminate_backend(pid) ${isWaiting}`)).toHaveLength(1), { timeout: 20_000, interval: 10 });
      expect(await jobsOf(episode)).toEqual([]);
    });
    await vi.waitFor(async () => expect(await jobsOf(episode)).toHaveLength(20), { timeout: 20_000, interval: 50 });
    expect(await created(episode)).toBe(20);
  });

  it('are not made of a pool that has recovered meanwhile, or is only uncertain', async () => {
    await storeInventory(database, customers(2));
    const ended = await storeEpisode(database);
    await endEpisode(database, ended);
    const uncertain = await storeEpisode(database, { level: 'UNCERTAIN' });
    for (const episode of [ended, uncertain, '019a7b1e-8c00-7000-8000-000000000000']) await maker.make(episode, 1_000);
    await sweeper.sweep();
    expect(await jobsOf(ended)).toEqual([]);
    expect(await jobsOf(uncertain)).toEqual([]);
  });
});

describe('a pool that is confirmed anew', () => {
  it('gets jobs anew, but not for a cluster whose nodes somebody is moving: that one when he has done', async () => {
    await storeInventory(database, customers(2));
    const first = await storeEpisode(database);
    await maker.make(first, 5_000);
    const leases = one.get(JobLeases);
    const [held] = await leases.leaseNext('cu-0', { worker: 'w', seconds: 60, limit: 1 });
    await endEpisode(database, first);
    const second = await storeEpisode(database);
    await maker.make(second, 5_000);
    await sweeper.sweep();
    expect([await statuses(first), await statuses(second)]).toEqual([{ 'cu-0': 'IN_PROGRESS', 'cu-1': 'EXPIRED' }, { 'cu-1': 'PENDING' }]);
    await leases.complete(null, { job_id: held?.job_id ?? '', lease_token: held?.lease_token ?? '' });
    await sweeper.sweep();
    expect(await statuses(second)).toEqual({ 'cu-0': 'PENDING', 'cu-1': 'PENDING' });
    const [again] = await leases.leaseNext('cu-0', { worker: 'w', seconds: 60, limit: 1 });
    expect(again?.fencing_token).toBeGreaterThan(held?.fencing_token ?? Number.NaN);
  });
});

describe('the sweeper', () => {
  it('gives a job to clusters that come later, and lets customers that were hit meanwhile keep theirs', async () => {
    await storeInventory(database, customers(1));
    const episode = await storeEpisode(database);
    await maker.make(episode, 5_000);
    await database.execute(`UPDATE pool_episodes SET customer_ids = customer_ids || '{cu-0,cu-1}'`);
    await storeInventory(database, customers(3));
    await sweeper.sweep();
    expect(await statuses(episode)).toEqual({ 'cu-0': 'PENDING', 'cu-2': 'PENDING' });
  });

  it('lets jobs expire when the pool has recovered or the nodes are gone, unless somebody holds them', async () => {
    await storeInventory(database, customers(4));
    const episode = await storeEpisode(database);
    await maker.make(episode, 5_000);
    const leases = one.get(JobLeases);
    const [held] = await leases.leaseNext('cu-0', { worker: 'w', seconds: 60, limit: 1 });
    await storeInventory(database, [
      { customer_id: 'cu-0', nodes: 0 },
      { customer_id: 'cu-1', nodes: 0 },
      { customer_id: 'cu-2', nodes: 7 },
    ]);
    await sweeper.sweep();
    expect(await statuses(episode)).toEqual({ 'cu-0': 'IN_PROGRESS', 'cu-1': 'EXPIRED', 'cu-2': 'PENDING', 'cu-3': 'PENDING' });
    const jobs = await jobsOf(episode);
    expect(jobs.find(({ customer_id }) => customer_id === 'cu-1')).toMatchObject({ error_message: 'the newest snapshot of the cluster has no spot node there' });
    expect(jobs.find(({ customer_id }) => customer_id === 'cu-2')).toMatchObject({ nodes: 7 });
    await endEpisode(database, episode);
    await sweeper.sweep();
    expect(await statuses(episode)).toEqual({ 'cu-0': 'IN_PROGRESS', 'cu-1': 'EXPIRED', 'cu-2': 'EXPIRED', 'cu-3': 'EXPIRED' });
    expect(await leases.complete(null, { job_id: held?.job_id ?? '', lease_token: held?.lease_token ?? '' })).toMatchObject({ status: 'COMPLETED', moved_nodes: null });
  });

  it('sends nobody to a pool that has become risky itself', async () => {
    await storeInventory(database, customers(4));
    const episode = await storeEpisode(database);
    await maker.make(episode, 5_000);
    await one.get(JobLeases).leaseNext('cu-0', { worker: 'dies', seconds: 1, limit: 1 });
    await database.execute("UPDATE proactive_rebalance_jobs SET lease_until = clock_timestamp() WHERE worker = 'dies'");
    const next = await storeEpisode(database, { pool: { instance_type: 'm6i.large', availability_zone: 'us-east-1b', region: 'us-east-1' } });
    optimizer.safe = TARGETS.slice(1);
    await maker.make(next, 5_000);
    expect(new Set((await jobsOf(episode)).map(({ target_instance_type }) => target_instance_type))).toEqual(new Set(['m5a.large', null]));
    await sweeper.sweep();
    expect(new Set((await jobsOf(episode)).map(({ target_instance_type }) => target_instance_type))).toEqual(new Set(['m5a.large']));
  });

  it('may take longer than statements usually do: very many jobs end at once', async () => {
    const hurried = await serveRebalancing(servers, { DB_STATEMENT_TIMEOUT_MS: '2000' });
    await storeInventory(database, customers(1));
    const episode = await storeEpisode(database);
    await maker.make(episode, 5_000);
    await endEpisode(database, episode);
    await database.execute(`CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2.5); RETURN new; END'`);
    await database.execute('CREATE TRIGGER take_long BEFORE UPDATE ON proactive_rebalance_jobs FOR EACH ROW EXECUTE FUNCTION take_long()');
    await hurried.get(JobSweeper).sweep().finally(() => database.execute('DROP FUNCTION take_long CASCADE'));
    expect(await statuses(episode)).toEqual({ 'cu-0': 'EXPIRED' });
  });

  it('forgets jobs that ended a quarter of a year ago', async () => {
    await storeInventory(database, customers(3));
    const episode = await storeEpisode(database);
    await maker.make(episode, 5_000);
    await database.execute(`UPDATE proactive_rebalance_jobs SET created_at = now() - interval '100 days'`);
    await database.execute(`UPDATE proactive_rebalance_jobs SET status = 'COMPLETED', completed_at = now() - interval '1 day' * CASE customer_id WHEN 'cu-0' THEN 91 ELSE 89 END WHERE customer_id <> 'cu-2'`);
    expect(await forgetJobs(database, new Date())).toBe(1);
    expect(await statuses(episode)).toEqual({ 'cu-1': 'COMPLETED', 'cu-2': 'PENDING' });
  });
});
