import type { Paged } from '@ml/contracts/pricing';
import type { LoggedPrediction, OutcomeAsk, PredictionOutcome, PredictionQuery, PredictionSummary } from '@ml/contracts/predictions';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import { readPredictions, type Viewer } from './prediction-history';
import { readInputs } from './prediction-inputs';
import { insertPredictions, type PredictionRecord } from './prediction-insert';
import { PredictionOutcomes } from './prediction-outcomes';
import { compareShadow, readPairs, type Compared, type OutcomePairs, type ShadowComparison } from './prediction-pairs';
import { deleteExpiredPredictions, preparePredictionPartitions } from './prediction-retention';
import { usageInDays, type UsageInDays } from './prediction-usage';

/** The log of predictions, and what became of them. Every method fails with UNAVAILABLE (retryable) while the database is away. */
@Injectable()
export class PredictionStore {
  private readonly outcomes: PredictionOutcomes;

  constructor(@Inject(Database) private readonly database: Database) {
    this.outcomes = new PredictionOutcomes(database);
  }

  /** How many of them were new. */
  insert(records: readonly PredictionRecord[]): Promise<number> {
    return insertPredictions(this.database, records);
  }

  history(viewer: Viewer, query: PredictionQuery): Promise<Paged<PredictionSummary>> {
    return readPredictions(this.database, viewer, query);
  }

  /** @throws AppError NOT_FOUND, BAD_FIELD */
  async recordOutcome(viewer: Viewer, ask: OutcomeAsk): Promise<PredictionOutcome> {
    return this.outcomes.record(viewer, ask);
  }

  /** Whoever it belongs to. */
  async isLogged(predictionId: string): Promise<boolean> {
    return (await this.database.query('SELECT 1 FROM predictions_log WHERE prediction_id = $1', [predictionId])).length > 0;
  }

  usageInDays(modelId: string, days: number): Promise<UsageInDays> {
    return usageInDays(this.database, modelId, days);
  }

  pairs(modelId: string, days: number): Promise<OutcomePairs> {
    return readPairs(this.database, modelId, days);
  }

  compareShadow(compared: Compared): Promise<ShadowComparison> {
    return compareShadow(this.database, compared);
  }

  inputs(modelId: string, days: number): Promise<readonly LoggedPrediction['input'][]> {
    return readInputs(this.database, modelId, days);
  }

  preparePartitions(): Promise<void> {
    return preparePredictionPartitions(this.database);
  }

  deleteExpired(keepDays: number): Promise<{ readonly partitions: number; readonly rows: number }> {
    return deleteExpiredPredictions(this.database, keepDays);
  }
}
