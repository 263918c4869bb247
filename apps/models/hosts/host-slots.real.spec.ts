import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { encodeModel } from '@ml/domain/onnx/encode-model';
import { mulberry32 } from '@ml/testing/mulberry32';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtServices } from '@ml/testing/built-services';
import { bundledFile } from '@ml/platform/bundled-file';
import { hostFixture, loadable, type HostFixture } from '../test/host-fixture';
import { linearBytes, linearMetadata, linearModel, slowBytes } from '../test/tiny-models';
import type { Slot } from '../serving/model-file';
import { residentMemory } from './resident-memory';

const CHAMPION: Slot = { name: 'linear', alias: 'champion', revision: 1 };
const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const row = (a: number, b: number) => ({ rows: 1, values: Float32Array.of(a, b) });

let fixture: HostFixture | undefined;
const open = (env?: Readonly<Record<string, string>>): HostFixture => (fixture = hostFixture(env));

beforeAll(() => builtServices());
afterEach(() => fixture?.close());

describe('verify', () => {
  it('loads a model, checks its golden rows and says how long a row takes', async () => {
    const { slots, file } = open();
    const verified = await slots.verify({ path: file('m.onnx', linearBytes(5)), declared: linearMetadata(5), modelType: 'spot_price_predictor' });
    expect(verified).toMatchObject({ metadata: linearMetadata(5), warnings: [] });
    expect(verified.runMilliseconds).toBeGreaterThan(0);
  });

  it('describes a model that came without metadata', async () => {
    const { slots, file } = open();
    const { metadata, warnings } = await slots.verify({ path: file('m.onnx', linearBytes(5)), declared: null, modelType: 'spot_predictor' });
    expect(metadata).toMatchObject({
      model_type: 'spot_predictor',
      inputs: [{ name: 'x', datatype: 'FP32', features: ['f0', 'f1'] }],
      outputs: [{ name: 'y', datatype: 'FP32', columns: ['y'] }],
    });
    expect(warnings.map(({ code }) => code)).toEqual(['NO_GOLDEN_ROWS']);
  });

  it('refuses by name what is not run here', async () => {
    const { slots, file } = open();
    const bytes = linearBytes(5);
    let files = 0;
    const refusal = (content: Uint8Array, declared = linearMetadata(5)) =>
      slots.verify({ path: file(`${String(files++)}.onnx`, content), declared, modelType: 'spot_price_predictor' }).then(
        () => 'taken',
        (error: { code: string; details?: { reason?: string } }) => `${error.code} ${error.details?.reason ?? ''}`,
      );
    const { graph, opsets } = linearModel(5);
    const broken = encodeModel({ opsets, graph: { ...graph, nodes: [{ op: 'MatMul', inputs: ['nowhere', 'w'], outputs: ['y'] }] } });
    const failing = encodeModel({
      opsets,
      graph: { ...graph, nodes: [{ op: 'Reshape', inputs: ['x', 'shape'], outputs: ['y'] }], initializers: [{ name: 'shape', type: 'int64', dims: [2], values: [7, 1] }] },
    });
    const notFinite = encodeModel({ opsets, graph: { ...graph, nodes: [{ op: 'Log', inputs: ['x'], outputs: ['l'] }, { op: 'MatMul', inputs: ['l', 'w'], outputs: ['y'] }] } });
    const golden = linearMetadata(5).golden.map(({ row: cells }) => ({ row: cells, output: [0] }));
    expect(
      await Promise.all([
        refusal(bytes.subarray(0, bytes.length - 40)),
        refusal(bytes, { ...linearMetadata(5), inputs: [{ name: 'x', datatype: 'FP32', features: ['a'] }] }),
        refusal(broken),
        refusal(failing),
        refusal(notFinite, { ...linearMetadata(5), golden }),
        refusal(bytes, linearMetadata(6)),
      ]),
    ).toEqual(['BAD_MODEL TRUNCATED', 'BAD_MODEL WRONG_WIDTH', 'BAD_MODEL LOAD_FAILED', 'BAD_MODEL RUN_FAILED', 'BAD_MODEL GOLDEN_ROWS', 'BAD_MODEL GOLDEN_ROWS']);
  });

  it('refuses a model that takes more memory or time than it may', async () => {
    const { slots, file } = open({ MODEL_HOST_MEMORY_MB: '128' });
    const heavy = file('heavy.onnx', linearBytes(5, 100_000_000));
    await expect(slots.verify({ path: heavy, declared: linearMetadata(5), modelType: 'spot_price_predictor' })).rejects.toMatchObject({ details: { reason: 'OUT_OF_MEMORY' } });
  });
});

describe('put', () => {
  it('reloads under load without a failed request, and hosts of former versions end', async () => {
    const { slots, file, metrics } = open();
    const files = [0, 1].map((offset) => file(`v${String(offset)}.onnx`, linearBytes(offset)));
    const version = (index: number) => loadable(files[index % 2]!, `v${String(index)}`, linearMetadata(index % 2));
    await slots.put(CHAMPION, version(0));
    let stop = false;
    const answers: number[] = [];
    const caller = async (): Promise<void> => {
      while (!stop) answers.push((await slots.run(slots.champion({ name: 'linear' })!.ref.id, row(3, 4), soon())).values[0]!);
    };
    const callers = Promise.all([caller(), caller(), caller(), caller()]);
    for (let reload = 1; reload <= 5; reload += 1) await slots.put({ ...CHAMPION, revision: reload + 1 }, version(reload));
    stop = true;
    await callers;
    expect(new Set(answers)).toEqual(new Set([43, 44]));
    expect((await slots.run('id-v5', row(3, 4), soon())).values).toEqual(Float64Array.of(44));
    await expect.poll(() => metrics.registry.getSingleMetricAsString('ml_model_hosts')).toMatch(/ml_model_hosts\{service="models"\} 1$/);
  });

  it('keeps the version before when the new one cannot be loaded', async () => {
    const { slots, file } = open();
    await slots.put(CHAMPION, loadable(file('a.onnx', linearBytes(0)), 'v1'));
    const wrong = loadable(file('b.onnx', linearBytes(7)), 'v2');
    await expect(slots.put({ ...CHAMPION, revision: 2 }, wrong)).rejects.toMatchObject({ code: 'BAD_MODEL', details: { reason: 'GOLDEN_ROWS', row: 0 } });
    expect((await slots.run('id-v1', row(1, 1), soon())).values).toEqual(Float64Array.of(11));
  });

  it('answers whoever has looked a version up before it was replaced', async () => {
    const { slots, file } = open();
    await slots.put(CHAMPION, loadable(file('a.onnx', linearBytes(0)), 'v1'));
    await slots.put({ ...CHAMPION, revision: 2 }, loadable(file('b.onnx', linearBytes(1)), 'v2', linearMetadata(1)));
    expect(slots.byId('id-v1')).toBeUndefined();
    expect((await slots.run('id-v1', row(1, 1), soon())).values).toEqual(Float64Array.of(11));
    expect((await slots.run('id-v2', row(1, 1), soon())).values).toEqual(Float64Array.of(12));
  });

  it('takes the host of a rehearsal, and keeps none that nobody takes', async () => {
    const { slots, file, metrics } = open();
    const version = (name: string) => loadable(file(`${name}.onnx`, linearBytes(0)), name);
    await slots.rehearse(version('v1'));
    await slots.rehearse(version('v2'));
    await slots.put(CHAMPION, version('v2'));
    expect((await slots.run('id-v2', row(1, 1), soon())).values).toEqual(Float64Array.of(11));
    await expect.poll(() => metrics.registry.getSingleMetricAsString('ml_model_hosts')).toMatch(/ 1$/);
  });

  it('changes mode and share of a challenger without loading it again', async () => {
    const { slots, file } = open();
    const model = loadable(file('a.onnx', linearBytes(0)), 'v1');
    await slots.put({ name: 'linear', alias: 'challenger', revision: 1, mode: 'shadow', share: 0 }, model);
    const [host] = slots.hosts();
    await slots.put({ name: 'linear', alias: 'challenger', revision: 2, mode: 'ab', share: 0.3 }, model);
    expect(slots.challengerOf('linear')).toMatchObject({ mode: 'ab', share: 0.3 });
    expect(slots.hosts()).toEqual([host]);
    await slots.clear({ name: 'linear', alias: 'challenger' });
    expect(slots.all()).toEqual([]);
  });
});

describe('bad requests', () => {
  it('are refused by name and harm nobody', async () => {
    const { slots, file } = open();
    await slots.put(CHAMPION, loadable(file('a.onnx', linearBytes(0)), 'v1'));
    await expect(slots.run('id-v1', { rows: 2, values: new Float32Array(3) }, soon())).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'rows' });
    await expect(slots.run('id-v1', { rows: 1, cells: [[1, 'text']] }, soon())).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'rows[0].b' });
    await expect(slots.run('id-v1', { rows: 1, cells: [[1]] }, soon())).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'rows[0]' });
    await expect(slots.run('id-other', row(1, 1), soon())).rejects.toMatchObject({ code: 'MODEL_NOT_READY' });
    await expect(slots.run('id-v1', row(1, 1), AbortSignal.abort())).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect((await slots.run('id-v1', row(1, 1), soon())).values).toEqual(Float64Array.of(11));
  });

  it('find a host busy that holds as many as it may', async () => {
    const { slots, file } = open();
    await slots.put(CHAMPION, loadable(file('a.onnx', linearBytes(0)), 'v1'));
    const outcomes = await Promise.allSettled(Array.from({ length: 80 }, () => slots.run('id-v1', row(1, 1), soon())));
    const refused = outcomes.filter((outcome): outcome is PromiseRejectedResult => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(Array.from({ length: 16 }, () => 'BUSY'));
  });
});

describe('a run that does not come back', () => {
  it('ends its host, which is replaced', async () => {
    const { slots, file } = open({ MODEL_RUN_SECONDS: '1' });
    const metadata = { ...linearMetadata(0), golden: [] };
    await slots.put(CHAMPION, loadable(file('slow.onnx', slowBytes()), 'v1', metadata));
    slots.setComplete(true);
    const rows = 30_000;
    await expect(slots.run('id-v1', { rows, values: new Float32Array(2 * rows) }, soon())).rejects.toMatchObject({ code: 'MODEL_FAILED', retryable: true, details: { reason: 'LATE' } });
    while (!slots.ready()) await pause(20);
    expect((await slots.run('id-v1', row(0, 0), soon())).values).toEqual(Float64Array.of(0));
  });
});

describe('a damaged file', () => {
  it('is taken or refused by name whatever bits are flipped, in a process of its own', async () => {
    const { slots, file } = open();
    const bytes = linearBytes(5);
    const random = mulberry32(7);
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const damaged = bytes.slice();
      for (let flip = 0; flip < 3; flip += 1) damaged[Math.floor(random() * damaged.length)]! ^= 1 << Math.floor(random() * 8);
      const path = file(`${String(round)}.onnx`, damaged);
      outcomes.add(
        await slots.verify({ path, declared: linearMetadata(5), modelType: 'spot_price_predictor' }).then(
          () => 'taken',
          (error: { code?: string }) => String(error.code),
        ),
      );
    }
    expect([...outcomes].filter((outcome) => outcome !== 'taken')).toEqual(['BAD_MODEL']);
  });
});

describe('a host without a service', () => {
  it('ends by itself when the service is killed', async () => {
    const script = `const host = require('node:child_process').spawn(process.execPath, [${JSON.stringify(bundledFile('model-host.js'))}], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] }); console.log(host.pid); setInterval(() => {}, 1e6)`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(await residentMemory(pid)).toBeGreaterThan(0);
    parent.kill('SIGKILL');
    while ((await residentMemory(pid)) !== undefined) await pause(20);
    expect(await residentMemory(pid)).toBeUndefined();
  });
});

describe('a host that is killed', () => {
  it('fails what it was doing, retryably, and is replaced', async () => {
    const { slots, file, health } = open();
    await slots.put(CHAMPION, loadable(file('a.onnx', linearBytes(0)), 'v1'));
    slots.setComplete(true);
    const many = { rows: 200_000, values: new Float32Array(400_000) };
    const running = [1, 2, 3].map(() => slots.run('id-v1', many, soon()));
    process.kill(slots.hosts()[0]!.pid!, 'SIGKILL');
    for (const run of running) await expect(run).rejects.toMatchObject({ code: 'MODEL_FAILED', retryable: true });
    expect(slots.ready()).toBe(false);
    expect((await health.report()).checks['model_hosts']).toMatchObject({ status: 'down' });
    await expect(slots.run('id-v1', row(1, 1), soon())).rejects.toMatchObject({ code: 'MODEL_NOT_READY', retryable: true });
    while (!slots.ready()) await pause(20);
    expect((await slots.run('id-v1', row(1, 1), soon())).values).toEqual(Float64Array.of(11));
  });
});
