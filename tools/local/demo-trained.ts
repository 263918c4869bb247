import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { ModelDetails, UploadedModel } from '@ml/contracts/models';
import type { ApiClient } from './api-client';
import { trainExample, type TrainedModel } from './train-example';

const MODELS = '/api/v1/ml/models';

interface Site {
  readonly root: string;
  readonly api: ApiClient;
  readonly name: string;
}

export interface DemoVersion {
  readonly id: string;
  readonly version: string;
  readonly metadata: ModelMetadata;
}

const upload = ({ api, name }: Site, { file, metadata }: TrainedModel, version: string): Promise<UploadedModel> => {
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
  console.log('taken out of use and deleted: it had learnt from invented prices');
};

/** A model that is trained on sample data and uploaded for the demo, and taken away afterwards. @throws Error */
export const withTrainedModel = async (site: Site, use: (model: DemoVersion) => Promise<void>): Promise<void> => {
  const out = mkdtempSync(path.join(tmpdir(), 'ml-demo-model-'));
  const version = `demo-${Date.now().toString(36)}`;
  try {
    const trained = await trainExample({ root: site.root, out, name: site.name, version });
    const { model_id: id, status } = await upload(site, trained, version);
    console.log(`uploaded ${site.name} ${version}: ${status}, ${trained.metadata.golden.length} golden rows`);
    try {
      await use({ id, version, metadata: trained.metadata });
    } finally {
      await takeAway(site.api, id);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
};
