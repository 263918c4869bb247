import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { fetchProgressed, type FetchLane, type FetchOrder, type FetchProgress } from '@ml/contracts/fetch-orders';
import { backfillWork, fetchWork, type FetchChunk } from '@ml/contracts/pricing';
import { enqueue } from '@ml/persistence/outbox';
import { Database } from '@ml/persistence/database';
import { cancelChunks, chunkProgress } from '@ml/persistence/stores/pricing/fetch-progress';
import { cancelAhead, createOrderedTask, createTask, holdTask, isCancelledAhead, isKnownTask, type NewTask } from '@ml/persistence/stores/pricing/fetch-tasks';
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
    await this.send(tx, await createTask(tx, { ...task, task_id }), 'fresh');
    return task_id;
  }

  /** The same order twice is one task; what was called off before it came is never begun. */
  async order(order: FetchOrder): Promise<void> {
    await this.database.transaction(async (tx) => {
      await holdTask(tx, order.task_id);
      const chunks = await createOrderedTask(tx, order);
      if (chunks === undefined) return;
      if (await isCancelledAhead(tx, order.task_id)) await this.tell(tx, await cancelChunks(tx, order.task_id));
      else await this.send(tx, chunks, order.lane);
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
    for (const body of told) {
      await enqueue(tx, fetchProgressed, { id: `progress:${body.task_id}:${String(body.chunk)}:${String(body.pages)}:${body.status}`, body });
    }
  }

  private async send(tx: Tx, chunks: readonly FetchChunk[], lane: FetchLane): Promise<void> {
    for (const chunk of chunks) {
      await enqueue(tx, lane === 'bulk' ? backfillWork : fetchWork, { id: `fetch:${chunk.task_id}:${String(chunk.chunk)}`, body: chunk });
    }
  }
}
