import pc from 'picocolors';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { Activation } from '@ml/contracts/models';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { Prediction } from '@ml/contracts/predictions';
import type { ApiClient } from './api-client';
import { askDecision } from './ask-decision';
import type { DemoVersion } from './demo-trained';
import type { Example } from './examples';
import { predictionTable } from './prediction-table';

const ML = '/api/v1/ml';
const FORECAST_WITHIN_MS = 30_000;
const PAUSE_MS = 1_000;

/** The first golden row, by name. */
const features = ({ inputs, golden }: ModelMetadata): Readonly<Record<string, unknown>> =>
  Object.fromEntries(inputs.flatMap((input) => input.features).map((name, at) => [name, golden[0]?.row[at]]));

const predict = async (api: ApiClient, { name, metadata }: DemoVersion): Promise<void> => {
  const prediction = await api.post<Prediction>(`${ML}/predict`, { model_type: metadata.model_type, model_name: name, features: features(metadata) });
  console.log(`\nprediction ${prediction.prediction_id} by ${pc.bold(`${prediction.model?.name} ${prediction.model?.version}`)}: ${metadata.target}`);
  console.log(predictionTable(metadata, prediction.output as Readonly<Record<string, number>>));
};

/** The forecast of all pools follows the activation by itself; a decision is asked until it names the model. */
const decide = async (api: ApiClient, example: Example): Promise<void> => {
  const until = Date.now() + FORECAST_WITHIN_MS;
  let answer: DecisionAnswer;
  do {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    answer = await askDecision(api, example);
  } while (answer.evidence.model === null && Date.now() < until);
  const { model, model_fallback: fallback } = answer.evidence;
  console.log(model === null ? pc.yellow(`the decision used no model: ${fallback?.text ?? 'none was needed'}`) : `${example.route} decides with model version ${pc.bold(model.version)}: it stands in the evidence`);
};

interface ModelDemo {
  readonly api: ApiClient;
  readonly model: DemoVersion;
  /** Asked with the model in use. */
  readonly example: Example;
}

/** A model that is activated, asked, and used by a decision. @throws Error */
export const demoModel = async ({ api, model, example }: ModelDemo): Promise<void> => {
  console.log(`\n${pc.bold(pc.cyan('A price model, from its activation to a decision'))}`);
  const { revision } = await api.post<Activation>(`${ML}/models/activate`, { model_id: model.id, version: model.version });
  console.log(`active, revision ${revision}`);
  await predict(api, model);
  await decide(api, example);
};
