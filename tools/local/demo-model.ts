import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pc from 'picocolors';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { Activation, UploadedModel } from '@ml/contracts/models';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { Prediction } from '@ml/contracts/predictions';
import type { ApiClient } from './api-client';
import { askDecision } from './ask-decision';
import type { Example } from './examples';
import { predictionTable } from './prediction-table';
import { trainExample, type TrainedModel } from './train-example';

const ML = '/api/v1/ml';
const NAME = 'demo-spot-price';
const FORECAST_WITHIN_MS = 30_000;
const PAUSE_MS = 1_000;

const upload = (api: ApiClient, { file, metadata }: TrainedModel, version: string): Promise<UploadedModel> => {
  const form = new FormData();
  const fields = { model_name: NAME, model_version: version, model_type: metadata.model_type, trained_until_date: metadata.trained_until, metadata: JSON.stringify(metadata) };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([file]), 'model.onnx');
  return api.upload(`${ML}/models/upload`, form);
};

/** The first golden row, by name. */
const features = ({ inputs, golden }: ModelMetadata): Readonly<Record<string, unknown>> =>
  Object.fromEntries(inputs.flatMap((input) => input.features).map((name, at) => [name, golden[0]?.row[at]]));

const predict = async (api: ApiClient, metadata: ModelMetadata): Promise<void> => {
  const prediction = await api.post<Prediction>(`${ML}/predict`, { model_type: metadata.model_type, model_name: NAME, features: features(metadata) });
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
  readonly root: string;
  readonly api: ApiClient;
  /** Asked with the model in use. */
  readonly example: Example;
}

/** A model's whole life: trained on sample data, uploaded, activated, asked, used by a decision, and taken away again. @throws Error */
export const demoModel = async ({ root, api, example }: ModelDemo): Promise<void> => {
  console.log(`\n${pc.bold(pc.cyan('A price model, from its training to a decision'))}`);
  const out = mkdtempSync(path.join(tmpdir(), 'ml-demo-model-'));
  const version = `demo-${Date.now().toString(36)}`;
  try {
    const trained = await trainExample({ root, out, name: NAME, version });
    const { model_id: id, status } = await upload(api, trained, version);
    console.log(`uploaded ${NAME} ${version}: ${status}, ${trained.metadata.golden.length} golden rows`);
    const { revision } = await api.post<Activation>(`${ML}/models/activate`, { model_id: id, version });
    console.log(`active, revision ${revision}`);
    try {
      await predict(api, trained.metadata);
      await decide(api, example);
    } finally {
      // A toy must not stay behind in a fleet that somebody uses.
      await api.post(`${ML}/models/${id}/deactivate`, {});
      await api.remove(`${ML}/models/${id}`);
      console.log('taken out of use and deleted: it had learnt from invented prices');
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
};
