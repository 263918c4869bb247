import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EngineMetadata, EngineSummary } from '@ml/contracts/custom-engines';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { demoExamples } from '@ml/testing/demo-examples';
import { wholeFleet } from '@ml/testing/fleet';
import { formOf, upload, type Answered } from './forms';

const { gatewayUrl, apiKeys, api } = await wholeFleet({ only: ['bin-packing'] });
const ENGINES = '/api/v1/ml/engines';
const TYPE = 'bin_packing';
const HEAD = `export const name = 'bad'; export const version = '1.0.0'; export const type = '${TYPE}'; export const configSchema = {};`;
const SHOWN = readFileSync('docs/examples/engines/empty-nodes.mjs', 'utf8');

const send = (source: string, { name = 'empty-nodes', version = '1.0.0', file = 'engine.mjs' } = {}): Promise<Answered> => {
  const form = formOf([['engine_name', name], ['engine_version', version], ['engine_type', TYPE], ['file', Buffer.from(source), file]]);
  return upload({ url: gatewayUrl }, form, { path: `${ENGINES}/upload`, key: apiKeys.platform });
};
const listed = (): Promise<readonly EngineSummary[]> => api.get<readonly EngineSummary[]>(`${ENGINES}/list?engine_type=${TYPE}`);

let asked = 0;
const decide = async (): Promise<DecisionAnswer> => {
  const body = demoExamples(Date.now()).find(({ type }) => type === 'bin_pack')?.body;
  return api.post<DecisionAnswer>('/api/v1/ml/decision/bin-pack', { ...body, request_id: `custom-${(asked += 1)}` });
};

// A later one stands on what an earlier one has uploaded.
describe('an engine of the operator, through the door of the whole fleet', () => {
  let custom = '';
  let builtIn = '';

  it('is uploaded and decides nothing yet', async () => {
    const { status, body } = await send(SHOWN);
    expect([status, body['status']], JSON.stringify(body)).toEqual([201, 'registered']);
    custom = body['engine_id'] as string;
    const engines = await listed();
    builtIn = engines.find(({ active }) => active)?.engine_id ?? '';
    expect(engines.map(({ engine_id, origin, active }) => [engine_id, origin, active]).toSorted()).toEqual([[custom, 'custom', false], [builtIn, 'built_in', true]].toSorted());
    expect((await decide()).engine.custom).toBeUndefined();
  });

  it('is tried on a sample, and nothing of it is kept', async () => {
    const answer = await api.post<DecisionAnswer>(`${ENGINES}/${custom}/test`, {});
    expect(answer.engine).toMatchObject({ mode: 'test', custom: { id: custom, name: 'empty-nodes', version: '1.0.0' } });
  });

  it('says what it takes, as the built-in one does of its route', async () => {
    const [ours, theirs] = [await api.get<EngineMetadata>(`${ENGINES}/${custom}/metadata`), await api.get<EngineMetadata>(`${ENGINES}/${builtIn}/metadata`)];
    expect(Object.keys(ours.config_schema ?? {}).toSorted()).toEqual(['patience_minutes', 'spare_nodes']);
    expect(theirs.input_schema['$ref']).toBe('#/$defs/BinPackRequest');
    expect(ours.input_schema['$ref']).toBeUndefined();
  });

  it('decides once it is selected, until the built-in one is again', async () => {
    expect(await api.post(`${ENGINES}/select`, { engine_id: custom, config: { patience_minutes: 0 } })).toMatchObject({ status: 'selected', engine: { engine_id: custom }, previous_active: { engine_id: builtIn } });
    await expect.poll(async () => (await decide()).engine.custom?.id, { interval: 500 }).toBe(custom);
    expect(await api.post(`${ENGINES}/${custom}/shadow`, { enabled: false })).toMatchObject({ status: 'off' });
    await api.post(`${ENGINES}/select`, { engine_id: builtIn });
    await expect.poll(async () => (await decide()).engine.custom, { interval: 500 }).toBeUndefined();
  });

  it('is uploaded once', async () => {
    expect((await send(SHOWN)).body).toMatchObject({ status: 409, code: 'ENGINE_EXISTS' });
  });

  it.each([
    ['that is Python', 'def decide(): pass', 'engine.py', 415, 'UNSUPPORTED_MEDIA_TYPE', 'EXTENSION'],
    ['that does not parse', 'export const name = ;', 'engine.mjs', 422, 'BAD_ENGINE', 'NOT_A_MODULE'],
    ['that decides nothing', HEAD, 'engine.mjs', 422, 'BAD_ENGINE', 'MISSING_EXPORT'],
    ['that never ends', `${HEAD} export const decide = () => { for (;;); };`, 'engine.mjs', 422, 'BAD_ENGINE', 'ENGINE_TOO_SLOW'],
  ])('is refused by name: one %s', async (...[, source, file, status, code, finding]) => {
    const { body, status: answered } = await send(source, { name: 'bad', file });
    expect([answered, body['code']], JSON.stringify(body)).toEqual([status, code]);
    expect(JSON.stringify(body['details'])).toContain(finding);
    expect((await decide()).engine.name).toBe(TYPE);
  });
});
