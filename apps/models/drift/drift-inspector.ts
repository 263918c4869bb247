import { Inject, Injectable } from '@nestjs/common';
import type { ModelRef } from '@ml/contracts/model-metadata';
import type { LoggedPrediction, ModelDrift, WindowAsk } from '@ml/contracts/predictions';
import { driftOf, type DriftInput } from '@ml/domain/drift/drift-of';
import { ModelStore } from '@ml/persistence/stores/models/model-store';
import { PredictionStore } from '@ml/persistence/stores/models/prediction-store';
import { checkDays } from '../predictions/performance-reporter';

export interface InspectedModel {
  readonly model: ModelRef;
  readonly drift: ModelDrift;
}

/** Compares what a model is asked with what it was trained on. */
@Injectable()
export class DriftInspector {
  constructor(
    @Inject(ModelStore) private readonly models: ModelStore,
    @Inject(PredictionStore) private readonly predictions: PredictionStore,
  ) {}

  /** @throws AppError NOT_FOUND, BAD_FIELD */
  async inspect({ model_id, days }: WindowAsk): Promise<InspectedModel> {
    checkDays(days);
    const { id, name, version, metadata } = await this.models.get(model_id);
    const current = valuesOf(await this.predictions.inputs(model_id, days));
    return { model: { id, name, version }, drift: { model_id, days, ...driftOf({ reference: metadata.reference, current }) } };
  }
}

/** Of each feature the numbers that were asked about, request by request; texts are not compared. */
const valuesOf = (inputs: readonly LoggedPrediction['input'][]): DriftInput['current'] => {
  const values = new Map<string, (readonly number[])[]>();
  for (const { features, rows } of inputs) {
    for (const [index, feature] of features.entries()) {
      const requests = values.get(feature) ?? [];
      values.set(feature, requests);
      requests.push(rows.map((row) => row[index]).filter((cell) => typeof cell === 'number'));
    }
  }
  return Object.fromEntries(values);
};
