import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { fetchWork } from '@ml/contracts/pricing';
import { enqueue } from '@ml/persistence/outbox';
import { Database } from '@ml/persistence/database';
import { createTask, type NewTask } from '@ml/persistence/stores/pricing/fetch-tasks';
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
    for (const chunk of await createTask(tx, { ...task, task_id })) {
      await enqueue(tx, fetchWork, { id: `fetch:${task_id}:${String(chunk.chunk)}`, body: chunk });
    }
    return task_id;
  }
}
