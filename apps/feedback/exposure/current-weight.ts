import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { readTotals, type LearningTotals } from '@ml/persistence/stores/feedback/learning-stats';

/** Totals are counted every half minute: what is in every answer need not be read for each. */
const FRESH_MS = 2_000;

/** How much what was learned weighs at the moment. */
@Injectable()
export class CurrentWeight {
  private seen: { readonly at: number; readonly totals: Promise<LearningTotals> } | undefined;

  constructor(@Inject(Database) private readonly database: Database) {}

  /** A few seconds old at most. @throws AppError UNAVAILABLE when it has to be read and cannot */
  read(): Promise<LearningTotals> {
    const now = performance.now();
    if (this.seen === undefined || now - this.seen.at > FRESH_MS) this.seen = { at: now, totals: this.ask() };
    return this.seen.totals;
  }

  /** What was read before is forgotten. */
  forget(): void {
    this.seen = undefined;
  }

  private async ask(): Promise<LearningTotals> {
    try {
      return await readTotals(this.database);
    } catch (error) {
      this.forget();
      throw error;
    }
  }
}
