import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pc from 'picocolors';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { ModelDetails, UploadedModel } from '@ml/contracts/models';
import type { ApiClient } from './api-client';
import { trainExample, type TrainedModel } from './train-example';

const MODELS = '/api/v1/ml/models';

interface Site {
  readonly root: string;
  readonly api: ApiClient;
}

export interface DemoTraining {
  readonly title: string;
  /** Of the model. */
  readonly name: string;
  /** For the trainer. */
  readonly args: readonly string[];
}

export interface DemoVersion {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly metadata: ModelMetadata;
}

const upload = ({ api }: Site, { name, version }: { readonly name: string; readonly version: string }, { file, metadata }: TrainedModel): Promise<UploadedModel> => {
  const form = new FormData();
  const fields = { model_name: name, model_version: version, model_type: metadata.model_type, trained_until_date: metadata.trained_until, metadata: JSON.stringify(metadata) };
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([file]), 'model.onnx');
  return api.upload(`${MODELS}/upload`, form);
};

/** A toy must not stay behind in a fleet that somebody uses. */
const takeAway = async (api: ApiClient, id: string): Promise<void> => {
  const { active } = await api.get<ModelDetails>(`${MODELS}/${id}/details`);
  if (active) await api.post(`${MODELS}/${id}/deactivate`, {});
  await api.remove(`${MODELS}/${id}`);
  console.log('taken out of use and deleted: it had learnt from invented data');
};

/** A model that is trained and uploaded for the demo, and taken away afterwards. @throws Error */
export const withTrainedModel = async (site: Site, { title, name, args }: DemoTraining, use: (model: DemoVersion) => Promise<void>): Promise<void> => {
  console.log(`\n${pc.bold(pc.cyan(title))}`);
  const out = mkdtempSync(path.join(tmpdir(), 'ml-demo-model-'));
  const version = `demo-${Date.now().toString(36)}`;
  try {
    const trained = await trainExample({ root: site.root, args, out, name, version });
    const { model_id: id, status } = await upload(site, { name, version }, trained);
    console.log(`uploaded ${name} ${version}: ${status}, ${trained.metadata.golden.length} golden rows`);
    try {
      await use({ id, name, version, metadata: trained.metadata });
    } finally {
      await takeAway(site.api, id);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
};
