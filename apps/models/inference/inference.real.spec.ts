import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRun } from '@ml/contracts/forecasts';
import { askActivate, askChallenger, askInfer, askModelReady, askModelsReady, askOipModel, type InferAsk } from '@ml/contracts/models';
import { askPredictionOutcome, askPredictions } from '@ml/contracts/predictions';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { openAttachment } from '@ml/platform/bus/open-attachment';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { asGateway, serveModels, uploaded, type ServedModels } from '../test/served-models';

const servers = await realServers();
const line = { slope: 2 } as const;

let gateway: Booted;
let service: ServedModels;
let active: string;
let challenger: string;

beforeAll(async () => {
  builtServices();
  gateway = await asGateway(servers);
  service = await serveModels(servers);
  active = (await uploaded(gateway, line, { model_version: '1' })).model_id;
  await gateway.bus.ask(askActivate, { model_id: active });
});
afterAll(async () => {
  await service.close();
  await gateway.close();
});

const input = (rows: number) => ({ name: 'x', shape: [rows, 2], datatype: 'FP32' });
const jsonBody = (data: readonly (readonly number[])[]): Uint8Array => Buffer.from(JSON.stringify({ id: 'r', inputs: [{ ...input(data.length), data }] }));

const infer = async (ask: Partial<InferAsk>, attachment: Uint8Array) => {
  const { body, attachment: answer } = await gateway.bus.exchange(askInfer, { model_name: 'line', header_length: null, ...ask }, { attachment });
  return { header: body.header_length, id: body.prediction_id, bytes: await openAttachment(answer) };
};

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'answered',
    (error: { code: string; path?: string }) => `${error.code} ${error.path ?? ''}`.trim(),
  );

describe('askInfer', () => {
  it('answers JSON with JSON, by name and by version', async () => {
    for (const model_version of [undefined, '1']) {
      const { header, bytes } = await infer(model_version === undefined ? {} : { model_version }, jsonBody([[1, 2], [3, 4]]));
      expect(header).toBeNull();
      expect(JSON.parse(Buffer.from(bytes).toString())).toEqual({ model_name: 'line', model_version: '1', id: 'r', outputs: [{ name: 'y', datatype: 'FP32', shape: [2, 1], data: [6, 14] }] });
    }
  });

  it('answers 100,000 rows of raw bytes with raw bytes', async () => {
    const rows = 100_000;
    const values = Float32Array.from({ length: 2 * rows }, (_, index) => index);
    const json = Buffer.from(JSON.stringify({ inputs: [{ ...input(rows), parameters: { binary_data_size: values.byteLength } }], parameters: { binary_data_output: true } }));
    const { header, bytes } = await infer({ header_length: json.byteLength }, Buffer.concat([json, new Uint8Array(values.buffer)]));
    const sums = new Float32Array(new Uint8Array(bytes.subarray(header!)).buffer);
    expect(sums).toHaveLength(rows);
    expect(sums[99_999]).toBe(2 * (199_998 + 199_999));
  });

  it('refuses bad tensors and unknown models by name', async () => {
    expect(await refusal(infer({}, jsonBody([[1, 2, 3]])))).toBe('BAD_TENSOR inputs[0].data[0]');
    expect(await refusal(infer({}, Buffer.from('{"inputs":')))).toBe('BAD_JSON');
    expect(await refusal(infer({ model_name: 'other' }, jsonBody([[1, 2]])))).toBe('NOT_FOUND model_name');
    expect(await refusal(infer({ model_version: '9' }, jsonBody([[1, 2]])))).toBe('NOT_FOUND model_version');
  });

  it('serves the challenger by its version only, and says which versions are not loaded', async () => {
    challenger = (await uploaded(gateway, { slope: 3 }, { model_version: '2' })).model_id;
    expect(await refusal(infer({ model_version: '2' }, jsonBody([[1, 2]])))).toBe('MODEL_NOT_READY model_name');
    await expect(infer({ model_version: '2' }, jsonBody([[1, 2]]))).rejects.toMatchObject({ retryable: false });
    expect(await gateway.bus.ask(askModelReady, { model_name: 'line', model_version: '2' })).toEqual({ ready: false });
    await gateway.bus.ask(askChallenger, { model_id: challenger, mode: 'shadow', share: 0 });
    expect(Buffer.from((await infer({ model_version: '2' }, jsonBody([[1, 2]]))).bytes).toString()).toContain('"data":[9]');
    expect(Buffer.from((await infer({}, jsonBody([[1, 2]]))).bytes).toString()).toContain('"data":[6]');
  });

  it('leaves a line in the log of predictions under the id that it answered, which takes an outcome', async () => {
    const { id } = await infer({}, jsonBody([[20, 30]]));
    expect(await gateway.bus.ask(askPredictionOutcome, { prediction_id: id, actual: 1 })).toMatchObject({ prediction_id: id, actual: 1 });
    await expect
      .poll(async () => (await gateway.bus.ask(askPredictions, { model_id: active, prediction_type: 'inference', limit: 50, offset: 0 })).rows.flatMap(({ input: seen, output }) => [seen.rows, output.rows]), { timeout: 20_000 })
      .toEqual(expect.arrayContaining([[[20, 30]], [[100]]]));
  });
});

describe('a challenger in the shadow', () => {
  it('sees what its champion was asked, and nothing that was asked of itself', async () => {
    const line = async (slope: number, model_version: string) => (await uploaded(gateway, { slope }, { model_name: 'shadowed', model_version })).model_id;
    const [champion, challenger] = [await line(1, '1'), await line(5, '2')];
    await gateway.bus.ask(askActivate, { model_id: champion });
    await gateway.bus.ask(askChallenger, { model_id: challenger, mode: 'shadow', share: 0 });
    await infer({ model_name: 'shadowed', model_version: '2' }, jsonBody([[9, 9]]));
    const { id } = await infer({ model_name: 'shadowed' }, jsonBody([[1, 2], [3, 4]]));
    const logOf = async (model_id: string) => (await gateway.bus.ask(askPredictions, { model_id, limit: 50, offset: 0 })).rows;
    await expect.poll(async () => (await logOf(challenger)).map(({ role, rows, output }) => [role, rows, output.rows]), { timeout: 20_000 }).toEqual([
      ['shadow', 2, [[15], [35]]],
      ['direct', 1, [[90]]],
    ]);
    expect((await logOf(champion)).map(({ prediction_id }) => prediction_id)).toEqual([id]);
  });
});

describe('what the protocol says of models', () => {
  it('describes one, loaded or not, and says what is ready', async () => {
    const shapes = { inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 2] }], outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 1] }] };
    expect(await gateway.bus.ask(askOipModel, { model_name: 'line', model_version: '1' })).toEqual({ name: 'line', versions: ['1'], platform: 'onnx_onnxv1', ...shapes });
    expect((await gateway.bus.ask(askOipModel, { model_name: 'line' })).versions).toContain('1');
    expect(await refusal(gateway.bus.ask(askOipModel, { model_name: 'other' }))).toBe('NOT_FOUND model_name');
    expect(await gateway.bus.ask(askModelReady, { model_name: 'line' })).toEqual({ ready: true });
    const { ready, models } = await gateway.bus.ask(askModelsReady, {});
    expect(ready).toBe(true);
    expect(models).toContainEqual({ id: active, name: 'line', version: '1' });
  });
});

describe('askRun', () => {
  it('answers rows of numbers with numbers, and refuses columns that are not those of the model', async () => {
    const engine = await bootService('rightsizing', {}, { ...servers.envOf('rightsizing'), LOG_FILE: '/dev/null' });
    const ask = { model_id: active, model_type: 'waste_predictor', rows: 2, features: ['a', 'b'] } as const;
    const attachment = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
    const { body, attachment: answer } = await engine.bus.exchange(askRun, ask, { attachment });
    expect(body).toEqual({ model: { id: active, name: 'line', version: '1' }, rows: 2, columns: ['y'] });
    expect(new Float64Array(new Uint8Array(await openAttachment(answer)).buffer)).toEqual(Float64Array.of(6, 14));
    const shadows = async () => (await gateway.bus.ask(askPredictions, { model_id: challenger, limit: 50, offset: 0 })).rows.filter(({ role }) => role === 'shadow').map((row) => row.output.rows);
    await expect.poll(shadows, { timeout: 20_000 }).toContainEqual([[9], [21]]);
    expect(await refusal(engine.bus.exchange(askRun, { ...ask, features: ['b', 'a'] }, { attachment }))).toBe('BAD_TENSOR features[0]');
    expect(await refusal(engine.bus.exchange(askRun, { ...ask, rows: 3 }, { attachment }))).toBe('BAD_TENSOR rows');
    expect(await refusal(engine.bus.exchange(askRun, { ...ask, model_type: 'spot_predictor' }, { attachment }))).toBe('MODEL_NOT_READY model_id');
    await engine.close();
  });
});
