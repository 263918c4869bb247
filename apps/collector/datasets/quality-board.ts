import { Inject, Injectable } from '@nestjs/common';
import { DATASETS, type CollectionQuality } from '@ml/contracts/datasets';
import { EXPORTED } from '@ml/domain/collection/datasets';
import { describeQuality, overallScore } from '@ml/domain/collection/quality';
import { Database } from '@ml/persistence/database';
import { collectionRates, countFaults } from '@ml/persistence/stores/collector/quality-counts';
import { MINUTE_MS } from '@ml/units/time';

/** Every row is looked at. */
const PATIENCE_MS = 25_000;

interface Known {
  readonly until: number;
  readonly quality: Promise<CollectionQuality>;
}

/** What is wrong with everything that was collected; looked at once a minute at most. */
@Injectable()
export class QualityBoard {
  private known: Known | undefined;

  constructor(@Inject(Database) private readonly database: Database) {}

  /** @throws AppError UNAVAILABLE */
  async quality(): Promise<CollectionQuality> {
    if (this.known !== undefined && Date.now() < this.known.until) return this.known.quality;
    const known: Known = { until: Date.now() + MINUTE_MS, quality: this.look() };
    this.known = known;
    // A failure is nobody's answer but that of who caused it.
    known.quality.catch(() => {
      if (this.known === known) this.known = undefined;
    });
    return known.quality;
  }

  private look(): Promise<CollectionQuality> {
    return this.database.transaction(async (tx) => {
      await tx.allow(PATIENCE_MS, 'SET LOCAL transaction_read_only = on');
      const datasets = [];
      for (const name of DATASETS) datasets.push(describeQuality(EXPORTED[name], await countFaults(tx, EXPORTED[name])));
      return { datasets, ...(await collectionRates(tx)), score: overallScore(datasets), as_of: new Date().toISOString() };
    });
  }
}
