import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { UploadedModel } from '@ml/contracts/models';
import { freePort } from '../../infra/ports';
import { benchServers } from '../bench-servers';
import { startChild, type Child } from '../child';

const KEY = 'bench-platform-key-0000000000000000000000000000';
const READY_TRIES = 400;
const READY_PAUSE_MS = 50;

export interface ModelFleet {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The service; its hosts are its children. */
  readonly models: Child;
  readonly gateway: Child;
  /** @returns the id of the version */
  upload(file: Uint8Array, metadata: ModelMetadata, named: { readonly name: string; readonly version: string }): Promise<string>;
  activate(id: string): Promise<void>;
  stop(): Promise<void>;
}

const file = (name: string): string => path.join(process.cwd(), 'dist', name);

/** Gateway, models, and an echo where decisions would be: as they are deployed, with servers of their own. */
export const modelFleet = async (): Promise<ModelFleet> => {
  const servers = await benchServers();
  const directory = mkdtempSync(path.join(tmpdir(), 'ml-bench-models-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const opsPort = await freePort();
  const children: Child[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()));
    await servers.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  const start = async (options: Parameters<typeof startChild>[0]): Promise<Child> => {
    const child = await startChild(options);
    children.push(child);
    return child;
  };
  try {
    await start({ file: file('tools/bench-echo-service.js'), env: servers.envOf('decisions') });
    const models = await start({
      file: file('models.js'),
      env: { ...servers.envOf('models'), MODEL_UPLOAD_DIR: directory, OPS_PORT: String(opsPort) },
      ready: () => answers(`http://127.0.0.1:${String(opsPort)}/readyz`),
    });
    const gateway = await start({
      file: file('gateway.js'),
      env: { ...servers.envOf('gateway'), ML_SERVER_HOST: '127.0.0.1', ML_SERVER_PORT: String(port), ML_BOOTSTRAP_PLATFORM_KEY: KEY, RATE_LIMIT_PER_MINUTE: '10000000' },
      ready: () => answers(`${url}/readyz`),
    });
    return { url, headers: { 'x-api-key': KEY }, models, gateway, upload: (...model) => upload(url, ...model), activate: (id) => activate(url, id), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const upload = async (url: string, ...[bytes, metadata, { name, version }]: Parameters<ModelFleet['upload']>): Promise<string> => {
  const form = new FormData();
  const fields = { model_name: name, model_version: version, model_type: metadata.model_type, trained_until_date: metadata.trained_until, metadata: JSON.stringify(metadata) };
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'model.onnx');
  return ((await post(`${url}/api/v1/ml/models/upload`, form)) as UploadedModel).model_id;
};

const activate = async (url: string, id: string): Promise<void> => {
  await post(`${url}/api/v1/ml/models/activate`, JSON.stringify({ model_id: id }), { 'content-type': 'application/json' });
};

const post = async (url: string, body: FormData | string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> => {
  const response = await fetch(url, { method: 'POST', headers: { 'x-api-key': KEY, ...headers }, body });
  if (!response.ok) throw new Error(`${url} answered ${String(response.status)}: ${await response.text()}`);
  return response.json();
};

const answers = async (url: string): Promise<void> => {
  for (let tries = 0; tries < READY_TRIES; tries += 1) {
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MS));
  }
  throw new Error(`${url} does not answer`);
};
