import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { readTotals, type Totals } from '@ml/persistence/stores/collector/growth';

/** Counting millions of rows takes a second: nobody needs it anew more often. */
const FRESH_MS = 60_000;
/** While little is there, what was just sent is seen at once. */
const SMALL_FRESH_MS = 1_000;
const SMALL = 100_000;

/** What is collected, counted. */
@Injectable()
export class CollectionCounts {
  private seen: Promise<Totals> | undefined;
  private freshUntil = 0;

  constructor(@Inject(Database) private readonly database: Database) {}

  /** A minute old at most. @throws AppError UNAVAILABLE when it has to be read and cannot */
  read(): Promise<Totals> {
    if (this.seen === undefined || performance.now() > this.freshUntil) {
      // Until it is known: whoever asks meanwhile waits for the same.
      this.freshUntil = Number.POSITIVE_INFINITY;
      this.seen = this.count();
    }
    return this.seen;
  }

  private async count(): Promise<Totals> {
    try {
      const totals = await readTotals(this.database);
      this.freshUntil = performance.now() + (totals.total_ml_records < SMALL ? SMALL_FRESH_MS : FRESH_MS);
      return totals;
    } catch (error) {
      this.seen = undefined;
      throw error;
    }
  }
}
