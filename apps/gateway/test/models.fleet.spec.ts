import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { wholeFleet } from '@ml/testing/fleet';
import { GOOD_FIELDS, modelForm } from './forms';
import { sumMetadata, sumModel } from './sum-model';

const { gatewayUrl, apiKeys } = await wholeFleet({ only: [], region: false });
const ML = '/api/v1/ml';
const LENGTH = 'inference-header-content-length';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly body: Readonly<Record<string, unknown>>;
}

const call = async (path: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await fetch(`${gatewayUrl}${path}`, { ...init, headers: { 'x-api-key': apiKeys.platform, ...(init.headers as Record<string, string>) } });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, bytes, body: isJson ? (JSON.parse(bytes.toString()) as Answer['body']) : {} };
};
const post = (path: string, body: object): Promise<Answer> => call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

interface Version {
  readonly slope?: number;
  readonly name?: string;
  readonly file?: Uint8Array;
  readonly metadata?: object;
}
const upload = (version: string, { slope = 1, name = 'sum', file = sumModel(slope), metadata = sumMetadata(slope) }: Version = {}): Promise<Answer> =>
  call(`${ML}/models/upload`, { method: 'POST', body: modelForm({ ...GOOD_FIELDS, model_name: name, model_version: version, metadata: JSON.stringify(metadata) }, file) });

const uploaded = async (version: string, of: Version = {}): Promise<string> => {
  const { status, body } = await upload(version, of);
  expect(status, JSON.stringify(body)).toBe(201);
  return body['model_id'] as string;
};
const activate = async (model_id: string): Promise<Answer['body']> => {
  const { status, body } = await post(`${ML}/models/activate`, { model_id });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const priceOf = async (a: number, b: number): Promise<unknown> => {
  const { status, body } = await post(`${ML}/predict`, { model_type: 'spot_price_predictor', model_name: 'sum', features: { a, b } });
  expect(status, JSON.stringify(body)).toBe(200);
  return (body['output'] as { readonly price: number } | null)?.price;
};
const tensor = (shape: readonly number[], data: readonly unknown[], datatype = 'FP32'): object => ({ id: '7', inputs: [{ name: 'x', shape, datatype, data }] });

// A later one stands on what an earlier one has uploaded.
describe('a model, through the door of the whole fleet', () => {
  let first = '';
  let second = '';

  it('is uploaded, activated and predicts', async () => {
    first = await uploaded('1.0.0', { slope: 2 });
    expect((await call(`${ML}/models/list?active=false`)).body).toMatchObject([{ model_id: first, name: 'sum', version: '1.0.0', active: false }]);
    expect(await activate(first)).toMatchObject({ status: 'activated', previous_active: null, active: { id: first } });
    expect(await priceOf(1, 2)).toBeCloseTo(6);
    await expect.poll(async () => (await call(`${ML}/health`)).body['models_loaded']).toBe(1);
    expect((await call('/v2/health/ready')).body).toEqual({ ready: true });
  });

  it('answers the Open Inference Protocol in JSON and in bytes', async () => {
    expect((await call('/v2/models/sum')).body).toMatchObject({ name: 'sum', versions: ['1.0.0'], inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 2] }] });
    expect((await call('/v2/models/sum/versions/1.0.0/ready')).body).toEqual({ name: 'sum', ready: true });
    const json = await post('/v2/models/sum/infer', tensor([2, 2], [1, 2, 3, 4]));
    expect(json.body).toMatchObject({ model_name: 'sum', model_version: '1.0.0', id: '7', outputs: [{ name: 'y', shape: [2, 1], datatype: 'FP32', data: [6, 14] }] });
    const header = Buffer.from('{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}');
    const binary = await call('/v2/models/sum/infer', { method: 'POST', headers: { [LENGTH]: String(header.length) }, body: Buffer.concat([header, Buffer.from(Float32Array.of(1, 2, 3, 4).buffer)]) });
    expect(binary.status, binary.bytes.toString()).toBe(200);
    const values = binary.bytes.subarray(Number(binary.headers.get(LENGTH)));
    expect([values.readFloatLE(0), values.readFloatLE(4)]).toEqual([6, 14]);
  });

  it('is replaced while it answers without a failed request, and comes back', async () => {
    second = await uploaded('2.0.0', { slope: 3 });
    let going = true;
    const statuses = new Map<number, number>();
    const load = [1, 2, 3, 4].map(async () => {
      while (going) {
        const { status } = await post('/v2/models/sum/infer', tensor([1, 2], [1, 2]));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    expect(await activate(second)).toMatchObject({ previous_active: { id: first }, active: { id: second } });
    expect(await priceOf(1, 2)).toBeCloseTo(9);
    expect((await post(`${ML}/models/rollback`, { model_name: 'sum' })).body).toMatchObject({ active: { id: first } });
    expect(await priceOf(1, 2)).toBeCloseTo(6);
    going = false;
    await Promise.all(load);
    expect([...statuses.keys()]).toEqual([200]);
  });

  it('is told live, logged, and measured by its outcomes', async () => {
    const socket = new WebSocket(`${gatewayUrl.replace('http', 'ws')}${ML}/predictions/live`, { headers: { 'x-api-key': apiKeys.platform } });
    const frames: string[] = [];
    socket.on('message', (message: Buffer) => frames.push(message.toString()));
    await new Promise((resolve) => socket.once('open', resolve));
    const { body } = await post(`${ML}/predict`, { model_type: 'spot_price_predictor', features: { a: 5, b: 5 } });
    const id = body['prediction_id'] as string;
    await expect.poll(() => frames.some((frame) => frame.includes(id))).toBe(true);
    socket.close();
    const history = async (): Promise<unknown> => (await call(`${ML}/predictions/history?model_id=${first}&prediction_type=spot_price`)).body;
    await expect.poll(async () => JSON.stringify(await history())).toContain(id);
    expect((await post(`${ML}/predictions/${id}/outcome`, { actual: 21 })).status).toBe(201);
    await expect.poll(async () => (await call(`${ML}/models/${first}/performance?days=1`)).body['outcomes_count']).toBe(1);
    expect((await call(`${ML}/models/${first}/performance?days=1`)).body['mae']).toBeCloseTo(1);
    expect((await call(`${ML}/models/${first}/drift?days=1`)).body).toMatchObject({ model_id: first, status: 'unknown' });
  });

  it('is downloaded as it was uploaded, and described', async () => {
    expect((await call(`${ML}/models/${second}/download`)).bytes.equals(sumModel(3))).toBe(true);
    const { body } = await call(`${ML}/models/${first}/details`);
    expect(body).toMatchObject({ model_id: first, active: true, alias: 'champion', metadata: { target: 'USD an hour' } });
    expect((body['versions'] as readonly unknown[]).length).toBe(2);
  });

  it('is uploaded once, and deleted only while it does not answer', async () => {
    expect((await upload('1.0.0', { slope: 2 })).body).toMatchObject({ status: 409, code: 'MODEL_EXISTS', details: { model_id: first } });
    expect((await call(`${ML}/models/${first}`, { method: 'DELETE' })).body).toMatchObject({ status: 409, code: 'MODEL_ACTIVE' });
    expect((await call(`${ML}/models/${second}`, { method: 'DELETE' })).body).toMatchObject({ status: 'deleted' });
    expect((await call(`${ML}/models/${second}/details`)).status).toBe(404);
    expect((await upload('2.0.0', { slope: 3 })).body).toMatchObject({ code: 'MODEL_EXISTS' });
  });
});

describe('a bad model', () => {
  const good = sumModel(2);
  const flipped = (at: number): Uint8Array => good.map((byte, index) => (index === at ? byte ^ 0x10 : byte));

  it.each<[string, Version]>([
    ['that is truncated', { file: good.subarray(0, good.length - 9) }],
    ['that is truncated after a few bytes', { file: good.subarray(0, 20) }],
    ['that is no ONNX at all', { file: Buffer.from('a model, believe me') }],
    ['with a loop', { file: sumModel(2, [{ op: 'Loop', inputs: ['y'], outputs: ['z'] }]) }],
    ['of another width than is declared', { metadata: sumMetadata(2, ['a', 'b', 'c']) }],
    ['that answers its golden rows otherwise', { metadata: sumMetadata(7) }],
  ])('%s is refused by name', async (title, version) => {
    const { status, body } = await upload(`bad-${title.replaceAll(/\W+/g, '-')}`, { slope: 2, ...version });
    expect([status, body['code']], JSON.stringify(body)).toEqual([422, 'BAD_MODEL']);
    expect((body['details'] as { readonly reason?: unknown }).reason).toMatch(/^[A-Z_]+$/);
    expect(await priceOf(1, 1)).toBeCloseTo(4);
  });

  it('with a flipped bit is refused, or was flipped where it makes no difference', async () => {
    const answers = [];
    for (let at = 1; at < good.length; at += 23) answers.push(await upload(`flipped-${at}`, { slope: 2, file: flipped(at) }));
    for (const { status, body } of answers) expect([201, 422], JSON.stringify(body)).toContain(status);
    expect(answers.filter(({ body }) => body['code'] === 'BAD_MODEL').length).toBeGreaterThan(0);
    expect(await priceOf(1, 1)).toBeCloseTo(4);
  });
});

describe('a bad question to a good model', () => {
  const TYPE = { model_type: 'spot_price_predictor', model_name: 'sum' } as const;

  it.each([
    ['a feature that it does not know', { ...TYPE, features: { a: 1, colour: 2 } }, 'BAD_FIELD', 'features.colour'],
    ['a row that is too wide', { ...TYPE, rows: [[1, 2], [1, 2, 3]] }, 'BAD_FIELD', 'rows[1]'],
    ['a text where it wants a number', { ...TYPE, rows: [['x', 2]] }, 'BAD_FIELD', 'rows[0][0]'],
  ])('names %s', async (...[, body, code, at]) => {
    expect((await post(`${ML}/predict`, body)).body).toMatchObject({ status: 400, code, path: at });
  });

  it.each([
    ['a wrong width', tensor([1, 3], [1, 2, 3])],
    ['a wrong type', tensor([1, 2], [1, 2], 'INT64')],
    ['fewer values than the shape says', tensor([2, 2], [1, 2, 3])],
    ['another name', { inputs: [{ name: 'z', shape: [1, 2], datatype: 'FP32', data: [1, 2] }] }],
    ['no inputs', {}],
  ])('names %s of a tensor in the form of the protocol', async (_, body) => {
    const answer = await post('/v2/models/sum/infer', body);
    expect([answer.status, answer.headers.get('x-error-code')], JSON.stringify(answer.body)).toEqual([400, 'BAD_TENSOR']);
    expect(typeof answer.body['error']).toBe('string');
  });

  it('about a model that is not there is answered with 404 in both worlds', async () => {
    expect((await post('/v2/models/nobody/infer', tensor([1, 2], [1, 2]))).status).toBe(404);
    expect((await post('/v2/models/sum/versions/9.9.9/infer', tensor([1, 2], [1, 2]))).status).toBe(404);
  });
});
