import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { LeasedJob, RebalanceJob } from '@ml/contracts/rebalance';
import type { Database } from '@ml/persistence/database';
import { RebalanceJobs } from '@ml/persistence/stores/feedback/rebalance-jobs';
import { toRebalanceJob } from '@ml/persistence/stores/feedback/rebalance-row';
import { failSpent } from '@ml/persistence/stores/feedback/rebalance-upkeep';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import { mulberry32 } from '@ml/testing/mulberry32';
import { ownedDatabase } from '@ml/testing/owned-database';
import type { FeedbackSettings } from '../settings';
import { JobLeases } from './job-leases';
import { RebalanceMetrics } from './rebalance-metrics';
import { endEpisode, storeEpisode, storeJobs } from './test/stored-pools';

const servers = await ownedDatabase('feedback');
const database = servers.connect();
const MINUTE_MS = 60_000;

const leasesOn = (on: Database, offsetMs = 0): JobLeases => {
  const clock = new Clock(offsetMs);
  return new JobLeases(on, new RebalanceJobs(on), clock, { rebalanceAttempts: 3 } as SettingsOf<FeedbackSettings>, new RebalanceMetrics(on, clock, new Metrics('feedback')));
};
const leases = leasesOn(database);
const jobs = new RebalanceJobs(database);
const next = (by: JobLeases, { worker = 'w', seconds = 60, limit = 1, viewer = null as string | null } = {}): Promise<readonly LeasedJob[]> => by.leaseNext(viewer, { worker, seconds, limit });
const found = async (id: string): Promise<RebalanceJob> => {
  const row = await jobs.find(null, id);
  if (row === undefined) throw new Error(`there is no job ${id}`);
  return toRebalanceJob(row);
};
const oneJob = async (): Promise<LeasedJob> => {
  await storeJobs(database, await storeEpisode(database), ['cu-1']);
  const [job] = await next(leases);
  if (job === undefined) throw new Error('no job was due');
  return job;
};

beforeEach(async () => {
  await database.execute('TRUNCATE proactive_rebalance_jobs, pool_episodes');
});

describe('jobs', () => {
  it('are handed out longest due first, as many as are due, each to one', async () => {
    await storeJobs(database, await storeEpisode(database), ['a', 'b', 'c', 'd']);
    await database.execute(`UPDATE proactive_rebalance_jobs SET available_at = clock_timestamp() - interval '1 minute' * (CASE customer_id WHEN 'c' THEN 3 WHEN 'a' THEN 2 ELSE 1 END) WHERE customer_id <> 'd'`);
    await database.execute(`UPDATE proactive_rebalance_jobs SET available_at = clock_timestamp() + interval '1 minute' WHERE customer_id = 'd'`);
    expect(await leases.leaseNext(null, { worker: 'w', seconds: 60, limit: 9, region: 'eu-west-1' })).toEqual([]);
    expect((await next(leases, { limit: 2 })).map(({ customer_id }) => customer_id)).toEqual(['c', 'a']);
    expect((await next(leases, { limit: 9 })).map(({ customer_id }) => customer_id)).toEqual(['b']);
    expect(await next(leases, { limit: 9 })).toEqual([]);
    const later = leasesOn(database, 2 * MINUTE_MS);
    expect((await next(later, { limit: 9 })).map(({ customer_id, fencing_token }) => [customer_id, fencing_token])).toEqual(expect.arrayContaining([['d', 1], ['a', 2]]));
  });

  it('are listed by SQL as they are handed out', async () => {
    await storeJobs(database, await storeEpisode(database), ['a', 'b', 'c']);
    await next(leases, { limit: 1 });
    const pending = await database.query<{ job_id: string }>('SELECT job_id FROM get_pending_rebalance_jobs(10)');
    expect((await next(leases, { limit: 10 })).map(({ job_id }) => job_id)).toEqual(pending.map(({ job_id }) => job_id));
    expect(await database.query('SELECT * FROM get_pending_rebalance_jobs(10)')).toEqual([]);
  });

  it('are handed out no more once their pool has recovered, though nobody has swept; whoever has one ends it', async () => {
    const [episode, other] = [await storeEpisode(database), await storeEpisode(database, { pool: { instance_type: 'c5.large', availability_zone: 'us-east-1a', region: 'us-east-1' } })];
    await storeJobs(database, episode, ['a', 'b']);
    await storeJobs(database, other, ['c']);
    const [held] = await next(leases, { viewer: 'a' });
    await endEpisode(database, episode);
    expect((await database.query<{ customer_id: string }>('SELECT customer_id FROM get_pending_rebalance_jobs(10)')).map(({ customer_id }) => customer_id)).toEqual(['c']);
    expect((await next(leasesOn(database, 2 * MINUTE_MS), { limit: 10 })).map(({ customer_id }) => customer_id)).toEqual(['c']);
    const [waiting] = (await jobs.list('b', { limit: 1, offset: 0 })).rows;
    await expect(leases.lease(null, { job_id: waiting?.job_id ?? '', worker: 'w', seconds: 60 })).rejects.toMatchObject({ code: 'JOB_ENDED', message: expect.stringContaining('recovered') as unknown });
    expect(await leases.complete(null, { job_id: held?.job_id ?? '', lease_token: held?.lease_token ?? '' })).toMatchObject({ status: 'COMPLETED' });
  });

  it('belong to their customer: a tenant sees and leases no others', async () => {
    await storeJobs(database, await storeEpisode(database), ['cu-1', 'cu-2']);
    const page = { limit: 10, offset: 0 };
    expect((await jobs.list('cu-1', page)).rows.map(({ customer_id }) => customer_id)).toEqual(['cu-1']);
    expect((await jobs.list('cu-1', { ...page, customer_id: 'cu-2' })).total).toBe(0);
    expect((await jobs.list(null, { ...page, status: 'PENDING', region: 'us-east-1' })).total).toBe(2);
    const [other] = (await jobs.list('cu-2', page)).rows;
    expect(await jobs.find('cu-1', other?.job_id ?? '')).toBeUndefined();
    await expect(leases.lease('cu-1', { job_id: other?.job_id ?? '', worker: 'w', seconds: 60 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await next(leases, { viewer: 'cu-1', limit: 10 })).map(({ customer_id }) => customer_id)).toEqual(['cu-1']);
  });

  it('are refused to others while somebody holds them, with when to ask again', async () => {
    const job = await oneJob();
    const ask = (more = {}) => leases.lease(null, { job_id: job.job_id, worker: 'late', seconds: 60, ...more });
    await expect(ask()).rejects.toMatchObject({ code: 'JOB_LEASED', message: expect.stringContaining(job.lease_until ?? 'never') as unknown });
    await expect(ask({ lease_token: '6f1c2d9e-4b1a-4c59-9f0e-2f7a5d3c8b11' })).rejects.toMatchObject({ code: 'LEASE_LOST' });
    const longer = await ask({ lease_token: job.lease_token.toUpperCase(), seconds: 600 });
    expect(longer).toMatchObject({ lease_token: job.lease_token, fencing_token: job.fencing_token, attempts: 1 });
    expect(Date.parse(longer.lease_until ?? '')).toBeGreaterThan(Date.parse(job.lease_until ?? ''));
    await expect(leases.lease(null, { job_id: 'no-id', worker: 'w', seconds: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('end with their lease token, once; the same again is answered as before', async () => {
    const job = await oneJob();
    const done = { job_id: job.job_id, lease_token: job.lease_token, moved_nodes: 3 };
    const first = await leases.complete(null, done);
    expect(first).toMatchObject({ status: 'COMPLETED', moved_nodes: 3, lease_until: null });
    expect(first).not.toHaveProperty('lease_token');
    expect(await leases.complete(null, done)).toEqual(first);
    await expect(leases.fail(null, { ...done, error_message: 'no' })).rejects.toMatchObject({ code: 'JOB_ENDED' });
    await expect(leases.lease(null, { job_id: job.job_id, worker: 'w', seconds: 1 })).rejects.toMatchObject({ code: 'JOB_ENDED' });
  });

  it('that fail for now are due again later, and fail for good after so many leases', async () => {
    const job = await oneJob();
    await leases.fail(null, { job_id: job.job_id, lease_token: job.lease_token, error_message: 'no room', retry: true });
    expect(await found(job.job_id)).toMatchObject({ status: 'PENDING', error_message: 'no room', attempts: 1, lease_until: null });
    await expect(leases.lease(null, { job_id: job.job_id, worker: 'w', seconds: 1 })).rejects.toMatchObject({ code: 'JOB_NOT_DUE' });
    for (const [attempt, after] of [1, 5].entries()) {
      const by = leasesOn(database, after * MINUTE_MS);
      const [again] = await next(by);
      expect(again).toMatchObject({ attempts: attempt + 2, fencing_token: attempt + 2 });
      await by.fail(null, { job_id: job.job_id, lease_token: again?.lease_token ?? '', error_message: 'still none', retry: true });
    }
    expect(await found(job.job_id)).toMatchObject({ status: 'FAILED', error_message: 'still none', attempts: 3 });
  });

  it('have failed when their last lease ran out', async () => {
    const job = await oneJob();
    const at = (minutes: number) => leasesOn(database, minutes * MINUTE_MS);
    expect(await next(at(2))).toHaveLength(1);
    expect(await next(at(4))).toHaveLength(1);
    expect(await next(at(6))).toEqual([]);
    await expect(at(6).lease(null, { job_id: job.job_id, worker: 'w', seconds: 1 })).rejects.toMatchObject({ code: 'JOB_ENDED' });
    expect(await failSpent(database, new Date(Date.now() + 6 * MINUTE_MS), 3)).toBe(1);
    expect(await found(job.job_id)).toMatchObject({ status: 'FAILED', error_message: 'it was leased 3 times, and the last lease (w) ran out' });
  });
});

interface Grant {
  readonly job: LeasedJob;
  /** By the database's clock. */
  readonly from: number;
  until: number;
}

/** Long enough to be ended in time on a busy machine, but for whoever stalls. */
const SECONDS = 0.4;
const REFUSALS = ['LEASE_LOST', 'JOB_ENDED', 'JOB_LEASED', 'JOB_NOT_DUE'] as const;
type Unsaid = (typeof REFUSALS)[number] | 'UNAVAILABLE';
const isUnsaid = (code: string): code is Unsaid => code === 'UNAVAILABLE' || (REFUSALS as readonly string[]).includes(code);
const trying = async <T>(work: () => Promise<T>): Promise<T | Unsaid> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && isUnsaid(error.code)) return error.code;
    throw error;
  }
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('many workers', () => {
  const grants: Grant[] = [];
  /** Fencing number of whoever was told that a job is done. */
  const completions = new Map<string, number>();
  const granted = (job: LeasedJob): Grant => {
    const until = Date.parse(job.lease_until ?? '');
    const grant = { job, from: until - SECONDS * 1_000, until };
    grants.push(grant);
    return grant;
  };
  const isOpen = async (): Promise<boolean> => {
    const some = await trying(() => database.query(`SELECT 1 FROM proactive_rebalance_jobs WHERE status IN ('PENDING', 'IN_PROGRESS') LIMIT 1`));
    return typeof some === 'string' || some.length > 0;
  };
  const prolong = async (by: JobLeases, grant: Grant): Promise<void> => {
    const { job_id, lease_token } = grant.job;
    const longer = await trying(() => by.lease(null, { job_id, worker: 'again', seconds: SECONDS, lease_token }));
    if (typeof longer !== 'string') grant.until = Date.parse(longer.lease_until ?? '');
  };
  const end = async (by: JobLeases, grant: Grant, luck: number): Promise<void> => {
    const { job_id, lease_token, fencing_token } = grant.job;
    const over = await trying(() => (luck < 0.8 ? by.complete(null, { job_id, lease_token, moved_nodes: fencing_token }) : by.fail(null, { job_id, lease_token, error_message: 'no', retry: luck < 0.9 })));
    const isBack = typeof over === 'string' ? over === 'UNAVAILABLE' : over.status === 'PENDING';
    // Given back before its time, as far as anybody can tell.
    if (isBack) grant.until = 0;
    if (typeof over !== 'string' && over.status === 'COMPLETED') completions.set(job_id, fencing_token);
  };
  const carryOut = async (by: JobLeases, grant: Grant, luck: number): Promise<void> => {
    // Dies: nobody hears of the job again until its lease has run out.
    if (luck < 0.2) return;
    if (luck < 0.35) await pause(SECONDS * 1_200);
    if (luck < 0.5) await prolong(by, grant);
    await end(by, grant, luck);
  };
  const work = async (services: readonly JobLeases[], seed: number): Promise<void> => {
    const random = mulberry32(seed);
    while (await isOpen()) {
      const by = services[Math.floor(random() * services.length)] ?? leases;
      const batch = await trying(() => next(by, { worker: `w${String(seed)}`, seconds: SECONDS, limit: 1 + Math.floor(random() * 4) }));
      for (const grant of typeof batch === 'string' ? [] : batch.map(granted)) await carryOut(by, grant, random());
    }
  };
  /** Time passes for what waits for its next turn, and somebody pulls cables. */
  const upset = async (): Promise<void> => {
    while (await isOpen()) {
      await trying(() => failSpent(database, new Date(), 3));
      await trying(() => database.execute(`UPDATE proactive_rebalance_jobs SET available_at = clock_timestamp() WHERE job_id IN (SELECT job_id FROM proactive_rebalance_jobs WHERE status = 'PENDING' FOR UPDATE SKIP LOCKED)`));
      await trying(() => database.execute(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.03`));
      await pause(40);
    }
  };

  it('never hold a job together, whoever dies, stalls or loses his connection; numbers rise, and every job ends', async () => {
    await storeJobs(database, await storeEpisode(database), Array.from({ length: 120 }, (_, index) => `cu-${String(index)}`));
    const services = [servers.connect({ poolSize: 6 }), servers.connect({ poolSize: 6 })].map((replica) => leasesOn(replica));
    await Promise.all([...Array.from({ length: 10 }, (_, index) => work(services, index + 1)), upset()]);

    for (const own of Map.groupBy(grants, ({ job }) => job.job_id).values()) {
      const inOrder = own.toSorted((one, other) => one.job.fencing_token - other.job.fencing_token);
      for (const [index, grant] of inOrder.entries()) {
        const before = inOrder[index - 1];
        if (before === undefined) continue;
        expect(grant.job.fencing_token).toBeGreaterThan(before.job.fencing_token);
        expect(grant.from).toBeGreaterThanOrEqual(before.until);
      }
    }
    const ended = await database.query<RebalanceJob & { fencing_token: number }>('SELECT * FROM proactive_rebalance_jobs');
    expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(['COMPLETED', 'FAILED']));
    expect(ended.every(({ attempts, fencing_token }) => attempts <= 3 && fencing_token === attempts)).toBe(true);
    // Whoever was told that it is done held the newest lease.
    for (const { job_id, moved_nodes, status } of ended) if (completions.has(job_id)) expect([status, moved_nodes]).toEqual(['COMPLETED', completions.get(job_id)]);
    expect(completions.size).toBeGreaterThan(50);
  });
});
