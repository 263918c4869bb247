import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { ModelPerformance, WindowAsk } from '@ml/contracts/predictions';
import { predictionQuality } from '@ml/domain/quality/prediction-quality';
import { ModelStore } from '@ml/persistence/stores/models/model-store';
import { PredictionStore } from '@ml/persistence/stores/models/prediction-store';
import { Serving, type ServedChallenger } from '../serving/serving';

const LONGEST_DAYS = 365;

/** @throws AppError BAD_FIELD */
export const checkDays = (days: number): void => {
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS) throw new AppError('BAD_FIELD', `days is a whole number from 1 to ${LONGEST_DAYS}`, { path: 'days' });
};

/** How good the answers of a model were, as far as anybody told. */
@Injectable()
export class PerformanceReporter {
  constructor(
    @Inject(ModelStore) private readonly models: ModelStore,
    @Inject(PredictionStore) private readonly predictions: PredictionStore,
    @Inject(Serving) private readonly serving: Serving,
  ) {}

  /** @throws AppError NOT_FOUND, BAD_FIELD */
  async report({ model_id, days }: WindowAsk): Promise<ModelPerformance> {
    checkDays(days);
    const model = await this.models.get(model_id);
    const [usage, outcomes, challenger] = await Promise.all([this.predictions.usageInDays(model_id, days), this.predictions.pairs(model_id, days), this.compare(model, days)]);
    return { model_id, days, ...usage, outcomes_count: outcomes.total, ...predictionQuality({ type: model.type, metrics: model.metadata.metrics }, outcomes.pairs), challenger };
  }

  private async compare({ id, name }: { readonly id: string; readonly name: string }, days: number): Promise<ModelPerformance['challenger']> {
    const challenger = this.serving.challengerOf(name);
    if (challenger === undefined || this.serving.champion({ name })?.ref.id !== id) return null;
    return { model: challenger.model.ref, mode: challenger.mode, ...(await this.sameRows(id, challenger, days)) };
  }

  /** In A/B each key has one answer: there are no rows that both have seen. */
  private async sameRows(champion: string, { model, mode }: ServedChallenger, days: number): Promise<{ readonly rows: number; readonly mean_difference: number | null }> {
    if (mode === 'shadow') return this.predictions.compareShadow({ champion, challenger: model.ref.id, days });
    const { predictions_count } = await this.predictions.usageInDays(model.ref.id, days);
    return { rows: predictions_count, mean_difference: null };
  }
}
