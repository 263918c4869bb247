import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { fetchProgressed, type FetchLane, type FetchOrder, type FetchProgress, type OrderedChunk } from '@ml/contracts/fetch-orders';
import { backfillWork, fetchWork, type FetchChunk } from '@ml/contracts/pricing';
import { enqueueAll } from '@ml/persistence/outbox';
import { Database } from '@ml/persistence/database';
import { cancelChunks, chunkProgress, chunksLyingStill } from '@ml/persistence/stores/pricing/fetch-progress';
import { cancelAhead, createOrderedTask, createTask, holdTask, isCancelledAhead, isKnownTask, takeLostChunks, type NewTask } from '@ml/persistence/stores/pricing/fetch-tasks';
import type { Tx } from '@ml/persistence/tx';

/** Puts tasks into the database and their chunks onto the work queue, in one transaction. */
@Injectable()
export class FetchQueue {
  constructor(@Inject(Database) private readonly database: Database) {}

  add(task: Omit<NewTask, 'task_id'>): Promise<string> {
    return this.database.transaction((tx) => this.addIn(tx, task));
  }

  async addIn(tx: Tx, task: Omit<NewTask, 'task_id'>): Promise<string> {
    const task_id = uuid();
    await this.send(tx, await createTask(tx, { ...task, task_id }), { lane: 'fresh', id: 'fetch' });
    return task_id;
  }

  /** The same order twice is one task; what was called off before it came is never begun. An order that comes again begins again what lies still. */
  async order(order: FetchOrder): Promise<void> {
    await this.database.transaction(async (tx) => {
      await holdTask(tx, order.task_id);
      if (!(await createOrderedTask(tx, order))) return this.sendAgain(tx, order);
      if (await isCancelledAhead(tx, order.task_id)) await this.tell(tx, await cancelChunks(tx, order.task_id));
      else await this.send(tx, order.chunks.map((chunk) => chunkOf(order, chunk)), { lane: order.lane, id: 'fetch' });
    });
  }

  /** Says of every chunk how it ended, also when all had ended before. */
  async cancel(task_id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await holdTask(tx, task_id);
      if (!(await isKnownTask(tx, task_id))) return cancelAhead(tx, task_id);
      await cancelChunks(tx, task_id);
      await this.tell(tx, await chunkProgress(tx, task_id));
    });
  }

  /** The id says what is told, so that nothing is told twice. */
  async tell(tx: Tx, told: readonly FetchProgress[]): Promise<void> {
    await enqueueAll(tx, fetchProgressed, told.map((body) => ({ id: `progress:${body.task_id}:${String(body.chunk)}:${String(body.pages)}:${body.status}`, body })));
  }

  /** Sends what nobody has touched for long, and what may be done twice without harm. */
  async sendLost(tx: Tx): Promise<void> {
    for (const { lane, ...chunk } of await takeLostChunks(tx)) await this.send(tx, [chunk], { lane, id: `lost:${uuid()}` });
  }

  /** Its message may have been lost; if it was not, the chunk is the same. */
  private async sendAgain(tx: Tx, order: FetchOrder): Promise<void> {
    const still = new Set(await chunksLyingStill(tx, order.task_id));
    const chunks = order.chunks.filter(({ chunk }) => still.has(chunk)).map((chunk) => chunkOf(order, chunk));
    await this.send(tx, chunks, { lane: order.lane, id: `again:${uuid()}` });
  }

  private async send(tx: Tx, chunks: readonly FetchChunk[], { lane, id }: { readonly lane: FetchLane; readonly id: string }): Promise<void> {
    const work = lane === 'bulk' ? backfillWork : fetchWork;
    await enqueueAll(tx, work, chunks.map((body) => ({ id: `${id}:${body.task_id}:${String(body.chunk)}`, body })));
  }
}

const chunkOf = ({ task_id, data_type, region, page_size }: FetchOrder, chunk: OrderedChunk): FetchChunk => ({ task_id, data_type, region, page_size, ...chunk });
