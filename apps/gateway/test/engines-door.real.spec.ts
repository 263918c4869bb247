import { beforeEach, describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { formOf, upload, type Part } from './forms';
import { post, request } from './requests';
import { runningGateway, standIn } from './running-gateway';
import { engines, EnginesStandIn, MODEL_ID } from './running-models';

const servers = await realServers();
await standIn(servers, 'decisions', EnginesStandIn);
const gateway = await runningGateway(servers);

const ENGINES = '/api/v1/ml/engines';
const SOURCE = Buffer.from('export const name = "ours"; // größer');
const fields: readonly Part[] = [['engine_name', 'ours'], ['engine_version', '1.0.0'], ['engine_type', 'bin_packing']];
const send = (parts: readonly Part[]) => upload(gateway, formOf(parts), { path: `${ENGINES}/upload` });

beforeEach(() => {
  engines.uploaded.length = 0;
  engines.tested.length = 0;
});

describe('an engine of an operator', () => {
  it('is passed on with its source as it is', async () => {
    const { status, body } = await send([['file', SOURCE, 'ours.mjs'], ...fields, ['config', '{"limit": 2}']]);
    expect([status, body['engine_id']]).toEqual([201, MODEL_ID]);
    expect(engines.uploaded[0]).toMatchObject({ engine_name: 'ours', engine_version: '1.0.0', engine_type: 'bin_packing', config: { limit: 2 }, file_name: 'ours.mjs', source: SOURCE.toString() });
  });

  it.each<[string, readonly Part[], number, string, string]>([
    ['Python', [...fields, ['file', SOURCE, 'ours.py']], 415, 'UNSUPPORTED_MEDIA_TYPE', 'file'],
    ['TypeScript', [...fields, ['file', SOURCE, 'ours.ts']], 415, 'UNSUPPORTED_MEDIA_TYPE', 'file'],
    ['more than 1 MB', [...fields, ['file', new Uint8Array(1024 * 1024 + 1), 'ours.js']], 413, 'BODY_TOO_LARGE', 'file'],
    ['a type that is none', [...fields.slice(0, 2), ['engine_type', 'oracle'], ['file', SOURCE, 'ours.js']], 400, 'BAD_FIELD', 'engine_type'],
    ['settings that are no JSON', [...fields, ['config', '{'], ['file', SOURCE, 'ours.js']], 400, 'BAD_JSON', 'config'],
    ['no file', fields, 400, 'MISSING_FIELD', 'file'],
  ])('is refused: %s', async (...[, parts, status, code, at]) => {
    const answer = await send(parts);
    expect([answer.status, answer.body['code'], answer.body['path']]).toEqual([status, code, at]);
    expect(engines.uploaded).toEqual([]);
  });

  it('is tried on a sample of its operator, whose state travels beside it, or on none', async () => {
    const path = `${ENGINES}/${MODEL_ID}/test`;
    expect((await post(gateway, path, { sample: { cluster_id: 'c', current_state: { nodes: [] } } })).body).toEqual({ verdict: 'hold' });
    expect((await post(gateway, path, {})).status).toBe(200);
    expect(engines.tested).toMatchObject([{ sample: { cluster_id: 'c' }, state: '{"nodes":[]}' }, { sample: null, state: '' }]);
    expect((await post(gateway, path, { sample: { current_state: [] } })).body).toMatchObject({ code: 'BAD_FIELD', path: 'sample.current_state' });
    expect((await post(gateway, path, { sample: [] })).body).toMatchObject({ code: 'BAD_FIELD', path: 'sample' });
  });

  it('has the schemas of its type when it says none', async () => {
    const { body } = await request(gateway, `${ENGINES}/${MODEL_ID}/metadata`);
    const input = body['input_schema'] as { readonly $ref: string; readonly $defs: Readonly<Record<string, unknown>> };
    expect(input.$ref).toBe('#/$defs/BinPackRequest');
    expect(Object.keys(input.$defs)).toEqual(expect.arrayContaining(['BinPackRequest', 'BinPackRequirements']));
    const text = JSON.stringify(body);
    expect(text).not.toContain('#/components');
    expect((body['output_schema'] as typeof input).$ref).toBe('#/$defs/BinPackAnswerDto');
  });

  it('is selected and set to the shadow by its id alone', async () => {
    expect((await post(gateway, `${ENGINES}/select`, { engine_id: 'ours' })).body).toMatchObject({ status: 400, code: 'BAD_FIELD', path: 'engine_id' });
    expect((await post(gateway, `${ENGINES}/${MODEL_ID}/shadow`, {})).body).toMatchObject({ status: 400, code: 'MISSING_FIELD', path: 'enabled' });
    expect((await request(gateway, `${ENGINES}/list?engine_type=oracle`)).body).toMatchObject({ status: 400, code: 'BAD_PARAMETER', path: 'query.engine_type' });
  });
});
