import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChunkState, ChunkStatus } from '@ml/contracts/fetch-orders';
import { ownedDatabase } from '@ml/testing/owned-database';
import { plannedOrder, chunkState, StoredJobs } from './test/stored-jobs';

const owned = await ownedDatabase('gap-filler');
const database = owned.connect();
const stored = new StoredJobs(database);

const CHUNKS = 4;
const STATUSES: readonly ChunkStatus[] = ['queued', 'running', 'running', 'running', 'completed', 'failed', 'cancelled'];
const EXPECTED = 30;

/** What may be told of a chunk: any place, any end, in any order, a list that was begun anew included. */
const news = fc.array(
  fc.array(fc.record({ chunk: fc.nat({ max: CHUNKS - 1 }), status: fc.constantFrom(...STATUSES), pages: fc.nat({ max: 6 }), refused: fc.nat({ max: 5 }), more: fc.nat({ max: 40 }) }), { minLength: 1, maxLength: 4 }),
  { maxLength: 12 },
);

const SUMS = `select sum(fetched)::bigint as fetched, sum(inserted)::bigint as inserted, sum(refused)::bigint as refused, coalesce(sum((refused_by ->> 'BAD_PRICE')::bigint), 0)::bigint as bad_price,
    count(*) filter (where job_chunks.status = 'completed') as completed, count(*) filter (where job_chunks.status = 'failed') as failed, count(*) filter (where job_chunks.status = 'cancelled') as cancelled,
    sum(case when job_chunks.status = 'completed' then expected_records + 1 else least(fetched, expected_records) end)::bigint as done,
    sum(case when job_chunks.status in ('queued', 'running') then expected_records + 1 - least(fetched, expected_records) else 0 end)::bigint as left
  from job_orders join job_chunks using (task_id) where job_id = $1`;
const HELD = `select fetched, inserted, refused, coalesce((refused_by ->> 'BAD_PRICE')::bigint, 0) as bad_price, chunks_completed as completed, chunks_failed as failed, chunks_cancelled as cancelled,
    weight_done as done, weight_left as left from fetch_jobs where job_id = $1`;

describe('the sums of a job', () => {
  it('are those of its chunks, and its percent never falls, whatever is told', async () => {
    await fc.assert(
      fc.asyncProperty(news, async (told) => {
        const order = plannedOrder(CHUNKS, EXPECTED);
        const id = await stored.begun(order);
        let percent = 0;
        for (const states of told) {
          await stored.jobs.apply(
            states.map(({ chunk, status, pages, refused, more }): ChunkState =>
              chunkState(order, chunk, { status, pages, records_fetched: pages * 10 + more, records_inserted: pages * 7, records_refused: refused, refused: refused > 0 ? { BAD_PRICE: refused } : {} }),
            ),
          );
          const view = await stored.view(id);
          expect(view.percent_complete).toBeGreaterThanOrEqual(percent);
          percent = view.percent_complete;
          expect(await database.query(HELD, [id])).toEqual(await database.query(SUMS, [id]));
        }
        const { chunks, fetching_over } = await stored.view(id);
        expect(fetching_over).toBe(chunks.completed + chunks.failed + chunks.cancelled === CHUNKS);
        expect(await stored.steps(id)).toHaveLength(fetching_over ? 1 : 0);
      }),
      { numRuns: 60 },
    );
  });
});
