import { AsyncResource } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '@ml/contracts/app-error';

interface Bounds<Item> {
  /** What one batch may weigh; one item may always go alone. */
  readonly most: number;
  readonly weightOf: (item: Item) => number;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes together whatever has arrived while the last batch was written: alone when it is quiet, many at once when it is not.
 * One that can never be written does not take the others with it.
 */
export class NaturalBatches<Item> {
  private waiting: Waiting<Item>[] = [];
  private writing = false;
  /** Bound here: a batch belongs to no single call. */
  private readonly begin = AsyncResource.bind(() => void this.work());

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<void>,
    private readonly bounds: Bounds<Item>,
  ) {}

  /** Resolves once it is written. @throws what its writing throws */
  add(item: Item): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      if (!this.writing) this.begin();
    });
  }

  private async work(): Promise<void> {
    this.writing = true;
    // What is in the same read of the socket comes in one batch.
    await setImmediate();
    while (this.waiting.length > 0) await this.writeBatch(this.waiting.splice(0, this.batchLength()));
    this.writing = false;
  }

  private batchLength(): number {
    let weight = 0;
    const end = this.waiting.findIndex(({ item }, index) => {
      weight += this.bounds.weightOf(item);
      return index > 0 && weight > this.bounds.most;
    });
    return end < 0 ? this.waiting.length : end;
  }

  private async writeBatch(batch: readonly Waiting<Item>[]): Promise<void> {
    try {
      await this.write(batch.map(({ item }) => item));
      for (const { done } of batch) done();
    } catch (error) {
      const again = batch.length > 1 && !(error instanceof AppError && error.retryable);
      if (again) for (const one of batch) await this.writeBatch([one]);
      else for (const { failed } of batch) failed(error);
    }
  }
}
