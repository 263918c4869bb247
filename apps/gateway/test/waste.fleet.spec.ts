import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import type { ScanStatus } from '@ml/contracts/collection';
import type { ExportJob } from '@ml/contracts/datasets';
import type { AnomalyScores, CollectedWaste, WasteAnswer } from '@ml/contracts/insights';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { PredictionSummary } from '@ml/contracts/predictions';
import { wasteFeatures, type CollectedResource } from '@ml/domain/features/waste-features';
import { wasteCells } from '@ml/domain/waste/waste-columns';
import { wholeFleet } from '@ml/testing/fleet';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { GOOD_FIELDS, modelForm } from './forms';

const { gatewayUrl, apiKeys, directory } = await wholeFleet({ only: [], region: false });

const ML = '/api/v1/ml';
const ADMIN = '/api/v1/admin';
const WAIT = { timeout: 30_000, interval: 100 };
const ACCOUNTS = 12;
const RESOURCES = 25;
const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const ago = (days: number): string => new Date(NOW - days * DAY_MS).toISOString();

const call = async <Body>(route: string, init: RequestInit = {}, key: string = apiKeys.platform): Promise<Body> => {
  const response = await fetch(`${gatewayUrl}${route}`, { ...init, headers: { 'x-api-key': key, ...(init.headers as Record<string, string>) } });
  const text = await response.text();
  expect(response.ok, `${route}: ${text}`).toBe(true);
  return JSON.parse(text) as Body;
};
const post = <Body>(route: string, body: object): Promise<Body> => call<Body>(`${ML}/${route}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

interface Found extends Readonly<Record<string, unknown>> {
  readonly resource_id: string;
  readonly confidence_level: string;
}

/** Each costs something else: so the anonymised row of one is found again. */
const found = (account: number, at: number): Found => ({
  resource_id: `vol-secret-${account}-${at}`,
  resource_type: at % 3 === 0 ? 'ebs_volume' : 'load_balancer',
  region: 'us-east-1',
  created_at: ago(10 + at),
  detected_at: ago(2),
  detection_scenario: at % 2 === 0 ? 'unattached' : 'idle',
  confidence_level: at % 2 === 0 ? 'high' : 'low',
  cost_monthly: 100 * account + at + 0.25,
  metrics: { cpu_utilization: [at, at + 1, at + 2] },
  tags: { env: 'prod', owner: `jane-${account}@example.org` },
});
const accountOf = (account: number): readonly Found[] => Array.from({ length: RESOURCES }, (_, at) => found(account, at));

const collect = async (account: number): Promise<void> => {
  const who = { user_id: `user-${account}`, account_id: `account-${account}` };
  const scan_id = `scan-${account}`;
  await post('collection/scans', { scan_id, ...who, provider: 'aws', completed_at: ago(1), resources: accountOf(account) });
  await vi.waitFor(async () => expect(await call<ScanStatus>(`${ML}/collection/scans/${scan_id}`)).toMatchObject({ status: 'stored' }), WAIT);
  await Promise.all(
    accountOf(account).map(({ resource_id, confidence_level }) =>
      post('collection/actions', { event_id: `event-${resource_id}`, ...who, resource_id, action: confidence_level === 'high' ? 'deleted' : 'kept', action_at: ago(0.5) }),
    ),
  );
};

const [asked] = accountOf(3) as readonly [Found];
const judge = (): Promise<WasteAnswer> => post<WasteAnswer>('insights/waste', { provider: 'aws', observed_at: ago(1), resources: [asked, { ...asked, resource_id: 'negative', cost_monthly: -1 }] });
const ofAccount = (): Promise<CollectedWaste> => call<CollectedWaste>(`${ML}/insights/waste?account_id=account-3&limit=100`);

const exported = async (output_format: 'json' | 'parquet'): Promise<string> => {
  const { export_id, files } = await call<ExportJob>(`${ADMIN}/ml-export?days=7&output_format=${output_format}&datasets=ml_training_data`, { method: 'POST' }, apiKeys.admin);
  const [file] = files;
  const answer = await fetch(`${gatewayUrl}${ADMIN}/exports/${export_id}/download?file=${file?.name ?? ''}`, { headers: { 'x-api-key': apiKeys.admin } });
  const target = path.join(directory, file?.name ?? '');
  writeFileSync(target, Buffer.from(await answer.arrayBuffer()));
  return target;
};

const train = async (data: string): Promise<{ readonly file: Uint8Array<ArrayBuffer>; readonly metadata: ModelMetadata }> => {
  const out = path.join(directory, 'trained');
  mkdirSync(out, { recursive: true });
  await promisify(execFile)(process.execPath, ['dist/train.js', 'waste', '--rounds', '30', '--data', data, '--out', out, '--quiet']);
  return { file: new Uint8Array(readFileSync(path.join(out, 'model.onnx'))), metadata: JSON.parse(readFileSync(path.join(out, 'metadata.json'), 'utf8')) as ModelMetadata };
};

// A later one stands on what an earlier one has left.
describe('waste, from scans to a model and back', { timeout: 120_000 }, () => {
  it('is judged by the rule before there is a model, posted or collected', async () => {
    await Promise.all(Array.from({ length: ACCOUNTS }, (_, account) => collect(account)));
    const answer = await judge();
    expect(answer).toMatchObject({ model: null, fallback: { code: 'NO_MODEL' }, threshold: 0.7, fault_count: 1 });
    expect(answer.resources).toMatchObject([{ resource_id: asked.resource_id, flagged: true }, { resource_id: 'negative', waste_probability: null, reason: { code: 'NEGATIVE_COST' } }]);
    const { total, resources, fallback } = await ofAccount();
    expect([total, resources.length, fallback?.code]).toEqual([RESOURCES, RESOURCES, 'NO_MODEL']);
    expect(resources.find(({ cost_monthly }) => cost_monthly === asked['cost_monthly'])?.waste_probability).toBe(answer.resources[0]?.waste_probability);
  });

  it('is learned from an export and then judged by the model, a posted resource like the same one collected', async () => {
    const { file, metadata } = await train(await exported('parquet'));
    const form = modelForm({ ...GOOD_FIELDS, model_name: 'waste', model_type: 'waste_predictor', model_version: '1.0.0', trained_until_date: metadata.trained_until, metadata: JSON.stringify(metadata) }, file);
    const { model_id } = await call<{ readonly model_id: string }>(`${ML}/models/upload`, { method: 'POST', body: form });
    await post('models/activate', { model_id });
    const answer = await vi.waitFor(async () => {
      const judged = await judge();
      expect(judged).toMatchObject({ model: { id: model_id, version: '1.0.0' }, fallback: null });
      return judged;
    }, WAIT);
    expect(answer.resources).toMatchObject([{ resource_id: asked.resource_id, flagged: true }, { waste_probability: null }]);
    const collected = await ofAccount();
    expect(collected).toMatchObject({ model: { id: model_id }, fallback: null });
    expect(collected.resources.find(({ cost_monthly }) => cost_monthly === asked['cost_monthly'])?.waste_probability).toBe(answer.resources[0]?.waste_probability);
    expect(collected.resources.filter(({ flagged }) => flagged)).toHaveLength(13);
  });

  it('is asked of the model by what the exported row says, and the log of predictions knows nobody', async () => {
    await judge();
    const rows = JSON.parse(readFileSync(await exported('json'), 'utf8')) as readonly CollectedResource[];
    expect(rows).toHaveLength(ACCOUNTS * RESOURCES);
    const row = rows.find(({ cost_monthly }) => Number(cost_monthly) === asked['cost_monthly']);
    const history = await vi.waitFor(async () => {
      const told = await call<readonly PredictionSummary[]>(`${ML}/predictions/history?prediction_type=waste`);
      expect(told.filter(({ role }) => role === 'champion').length).toBeGreaterThan(0);
      return told;
    }, WAIT);
    const posted = history.find(({ role, input }) => role === 'champion' && input.rows.length === 1);
    expect(posted?.input.rows[0]).toEqual(wasteCells(wasteFeatures(row ?? {})));
    expect(JSON.stringify(history)).not.toMatch(/secret|jane|account-|user-/);
  });
});

describe('anomalies of what was collected', { timeout: 60_000 }, () => {
  it('are scored by the resource and the name of its metric', async () => {
    const timestamps = Array.from({ length: 72 }, (_, hour) => new Date(NOW - (72 - hour) * HOUR_MS).toISOString());
    const values = timestamps.map((_, hour) => (hour === 60 ? 95 : 20 + (hour % 5)));
    await post('collection/metrics', { resource_id: asked.resource_id, resource_type: 'ebs_volume', provider: 'aws', metric_name: 'CPUUtilization', period_seconds: 3_600, timestamps, values });
    const query = `resource_id=${asked.resource_id}&metric_name=CPUUtilization`;
    const { scores, windows } = await call<AnomalyScores>(`${ML}/insights/anomalies?${query}`);
    expect(scores).toHaveLength(72);
    expect(windows.map(({ start }) => Date.parse(start))).toEqual([Date.parse(timestamps[60] ?? '')]);
    const unknown = await fetch(`${gatewayUrl}${ML}/insights/anomalies?resource_id=nobody&metric_name=CPUUtilization`, { headers: { 'x-api-key': apiKeys.platform } });
    expect(unknown.status).toBe(404);
  });
});
