import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askTaskChunks, fetchOrdered, type CancelOrder, type ChunkState, type FetchOrder } from '@ml/contracts/fetch-orders';
import { Database } from '@ml/persistence/database';
import { chunkProgress } from '@ml/persistence/stores/pricing/fetch-progress';
import { isKnownTask } from '@ml/persistence/stores/pricing/fetch-tasks';
import { Answers, Consumes } from '@ml/platform/bus/handlers';
import { checkOrder } from './check-order';
import { FetchQueue } from './fetch-queue';

/** Deliveries that our own parts' absence may use up: the later ones are half a minute apart. */
const MAX_DELIVERIES = 100;
/** Sooner than a chunk comes again whose worker was killed: what was called off is not begun anew before that is heard. */
const ACK_WAIT_MS = 5_000;

/** Takes what the gap filler has planned, and says how far it is. */
@Controller()
export class FetchOrders {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FetchQueue) private readonly queue: FetchQueue,
  ) {}

  @Consumes(fetchOrdered, { durable: 'orders', maxDeliver: MAX_DELIVERIES, ackWaitMs: ACK_WAIT_MS })
  async take(@Payload() order: FetchOrder | CancelOrder): Promise<void> {
    checkOrder(order);
    await (order.kind === 'fetch' ? this.queue.order(order) : this.queue.cancel(order.task_id));
  }

  @Answers(askTaskChunks)
  async chunks(@Payload() { task_id }: { readonly task_id: string }): Promise<{ readonly known: boolean; readonly chunks: readonly ChunkState[] }> {
    const known = await isKnownTask(this.database, task_id);
    return { known, chunks: known ? await chunkProgress(this.database, task_id) : [] };
  }
}
