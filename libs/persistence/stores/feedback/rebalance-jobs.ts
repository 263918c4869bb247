import type { Paged } from '@ml/contracts/pricing';
import type { RebalanceQuery } from '@ml/contracts/rebalance';
import type { JobChange } from '@ml/domain/learning/rebalance/rebalance-lease';
import { Inject, Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Database } from '../../database';
import type { Tx } from '../../tx';
import { ITS_EPISODE_LASTS, JOB_COLUMNS, type RebalanceRow } from './rebalance-row';

/** A tenant has its own jobs; null is the platform's key, which has all. */
export type Viewer = string | null;

/** Counting goes on no further: nobody pages that far. */
const LARGEST_TOTAL = 100_000;

interface NextLeases {
  readonly viewer: Viewer;
  readonly worker: string;
  readonly seconds: number;
  readonly limit: number;
  readonly region: string | undefined;
  readonly mostAttempts: number;
  /** Milliseconds by which this process's clock is ahead of the database's. */
  readonly offsetMs: number;
}

export interface LockedJob {
  readonly job: RebalanceRow;
  readonly at: Date;
  readonly recovered: boolean;
}

/** A job that was leased to somebody, and whether somebody else had let his lease run out. */
export type NextLease = RebalanceRow & { readonly taken_over: boolean };

/** Jobs of moving nodes: looked at, leased and ended. */
@Injectable()
export class RebalanceJobs {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The newest first. `total` stops at 100,000. */
  async list(viewer: Viewer, query: RebalanceQuery): Promise<Paged<RebalanceRow>> {
    const { where, params } = conditions(viewer, query);
    const page = this.database.query<RebalanceRow>(
      `SELECT ${JOB_COLUMNS} FROM proactive_rebalance_jobs AS job WHERE ${where} ORDER BY created_at DESC, job_id DESC LIMIT $${params.length + 1} OFFSET $${params.length + 2}`,
      [...params, query.limit, query.offset],
    );
    const count = this.database.query<{ total: number }>(`SELECT count(*) AS total FROM (SELECT 1 FROM proactive_rebalance_jobs AS job WHERE ${where} LIMIT ${LARGEST_TOTAL}) AS counted`, params);
    const [rows, [counted]] = await Promise.all([page, count]);
    return { rows, total: counted?.total ?? 0 };
  }

  async find(viewer: Viewer, id: string): Promise<RebalanceRow | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await this.database.query<RebalanceRow>(`SELECT ${JOB_COLUMNS} FROM proactive_rebalance_jobs AS job WHERE job_id = $1 AND ${seenBy('$2')}`, [id, viewer]);
    return row;
  }

  /** The job, alone until the transaction ends; whether its episode has ended, and the database's clock from then on. */
  async lock(tx: Tx, viewer: Viewer, id: string): Promise<LockedJob | undefined> {
    if (!isUuid(id)) return undefined;
    const [job] = await tx.query<RebalanceRow>(`SELECT ${JOB_COLUMNS} FROM proactive_rebalance_jobs AS job WHERE job_id = $1 AND ${seenBy('$2')} FOR UPDATE`, [id, viewer]);
    if (job === undefined) return undefined;
    const [beside] = await tx.query<Omit<LockedJob, 'job'>>(`SELECT clock_timestamp() AS at, NOT ${ITS_EPISODE_LASTS('$1')} AS recovered`, [job.episode_id]);
    if (beside === undefined) throw new Error('the database has no clock');
    return { job, ...beside };
  }

  async change(tx: Tx, id: string, change: JobChange): Promise<RebalanceRow> {
    const given = Object.entries(change);
    const set = given.map(([column], index) => `${column} = $${index + 2}`).join(', ');
    const values = given.map(([column, value]) => (TIMES.has(column) && typeof value === 'number' ? new Date(value) : value));
    const [row] = await tx.query<RebalanceRow>(`UPDATE proactive_rebalance_jobs AS job SET ${set} WHERE job_id = $1 RETURNING ${JOB_COLUMNS}`, [id, ...values]);
    if (row === undefined) throw new Error(`the job ${id} was locked and is gone`);
    return row;
  }

  /** Of the jobs that are due and that nobody holds those that have been due for longest; jobs that somebody is just leasing are passed over, and those whose pool has recovered. */
  async leaseNext({ viewer, region, worker, seconds, limit, mostAttempts, offsetMs }: NextLeases): Promise<readonly NextLease[]> {
    const rows = await this.database.query<NextLease>(
      `WITH moment AS MATERIALIZED (SELECT clock_timestamp() + $1 * interval '1 millisecond' AS now),
       due AS MATERIALIZED (
         SELECT job_id, status = 'IN_PROGRESS' AS taken_over FROM proactive_rebalance_jobs AS job
          WHERE status IN ('PENDING', 'IN_PROGRESS') AND coalesce(lease_until, available_at) <= (SELECT now FROM moment) AND attempts < $2
            AND ${ITS_EPISODE_LASTS('job.episode_id')} AND ${seenBy('$3')} ${region === undefined ? '' : 'AND region = $7'}
          ORDER BY coalesce(lease_until, available_at), nodes DESC, job_id LIMIT $4 FOR UPDATE OF job SKIP LOCKED)
       UPDATE proactive_rebalance_jobs AS job
          SET status = 'IN_PROGRESS', worker = $5, lease_token = gen_random_uuid(), fencing_token = job.fencing_token + 1, attempts = job.attempts + 1,
              lease_until = moment.now + $6 * interval '1 second', started_at = coalesce(job.started_at, moment.now)
         FROM due, moment WHERE job.job_id = due.job_id RETURNING ${JOB_COLUMNS}, due.taken_over`,
      [offsetMs, mostAttempts, viewer, limit, worker, seconds, ...(region === undefined ? [] : [region])],
    );
    return rows.sort((one, other) => one.available_at.getTime() - other.available_at.getTime() || other.nodes - one.nodes);
  }
}

const TIMES: ReadonlySet<string> = new Set<keyof JobChange>(['available_at', 'started_at', 'completed_at', 'lease_until']);

const seenBy = (viewer: string): string => `(${viewer}::text IS NULL OR customer_id = ${viewer}::text)`;

/** Written out rather than `$1 IS NULL OR ...`, which would keep the planner from the indexes. */
const conditions = (viewer: Viewer, { status, customer_id, cluster_id, region }: RebalanceQuery): { readonly where: string; readonly params: readonly unknown[] } => {
  const wanted: readonly (readonly [string, unknown])[] = [
    ['customer_id', viewer ?? undefined],
    ['status', status],
    ['customer_id', customer_id],
    ['cluster_id', cluster_id],
    ['region', region],
  ];
  const given = wanted.filter(([, value]) => value !== undefined);
  return { where: ['true', ...given.map(([column], index) => `${column} = $${index + 1}`)].join(' AND '), params: given.map(([, value]) => value) };
};
