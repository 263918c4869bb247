import { v7 as uuid } from 'uuid';
import type { ChunkState } from '@ml/contracts/fetch-orders';
import { jobStep } from '@ml/contracts/jobs';
import type { Fact } from '@ml/contracts/wire';
import { etaSeconds, withMark } from '@ml/domain/gaps/eta';
import { endOfFetching, linesOf } from '@ml/domain/gaps/job-lines';
import { percentComplete } from '@ml/domain/gaps/progress';
import type { Database } from '../../../database';
import type { JobView } from '../job-progress';
import type { JobRules } from '../job-rules';
import { JobStore } from '../job-store';
import type { PlannedOrder } from '../planned-order';

export const RULES: JobRules = { percentComplete, etaSeconds, withMark, linesOf, endOfFetching };

/** Each chunk one type on one day. */
export const plannedOrder = (chunks: number, expected = 100): PlannedOrder => ({
  task_id: uuid(),
  data_type: 'spot_prices',
  region: 'us-east-1',
  lane: 'bulk',
  page_size: 1_000,
  estimated_records: chunks * expected,
  chunks: Array.from({ length: chunks }, (_, chunk) => ({ chunk, instance_types: ['m5.large'], start_at: '2026-11-01T00:00:00.000Z', end_at: '2026-11-02T00:00:00.000Z', expected_records: expected })),
});

export const chunkState = ({ task_id }: PlannedOrder, chunk: number, over: Partial<ChunkState>): ChunkState => ({
  task_id,
  chunk,
  status: 'running',
  pages: 0,
  records_fetched: 0,
  records_inserted: 0,
  records_refused: 0,
  refused: {},
  error_message: null,
  started_at: null,
  completed_at: null,
  ...over,
});
/** Ten rows a page, of which seven are new. */
export const page = (pages: number): Partial<ChunkState> => ({ pages, records_fetched: pages * 10, records_inserted: pages * 7 });
export const completed = (pages: number): Partial<ChunkState> => ({ ...page(pages), status: 'completed' });

/** Jobs in a database, and what a spec asks about them. */
export class StoredJobs {
  readonly jobs: JobStore;

  constructor(readonly database: Database) {
    this.jobs = new JobStore(database, RULES);
  }

  /** A fill that has begun with these orders. */
  async begun(...orders: readonly PlannedOrder[]): Promise<string> {
    const job_id = uuid();
    await this.database.transaction(async (tx) => {
      await tx.execute(
        `insert into data_gaps (gap_id, gap_start_date, gap_end_date, gap_days, data_types, regions, instance_types, requested_by) values ($1, '2026-11-01', '2026-11-02', 2, '{spot_prices}', '{us-east-1}', '{}', 'spec')`,
        [job_id],
      );
      await this.jobs.begin(tx, { job_id, job_kind: 'gap', model_id: null, orders, log: ['planned'] });
    });
    return job_id;
  }

  async view(id: string): Promise<JobView> {
    const found = (await this.jobs.progressOf(this.database, [id])).get(id);
    if (found === undefined) throw new Error('there is no such job');
    return found;
  }

  /** What waits in the outbox, in its order. */
  async waiting<Body>(fact: Fact<Body>, holds: (body: Body) => boolean): Promise<Body[]> {
    const rows = await this.database.query<{ body: Body }>('select body from outbox where subject = $1 order by sequence', [fact.subject]);
    return rows.map(({ body }) => body).filter(holds);
  }

  steps(id: string): Promise<unknown[]> {
    return this.waiting(jobStep, ({ job_id }) => job_id === id);
  }

  async texts(id: string): Promise<string[]> {
    return (await this.jobs.newestLines(this.database, id, 1_000)).map(({ text }) => text);
  }
}
