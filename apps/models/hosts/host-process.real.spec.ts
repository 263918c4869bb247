import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtServices } from '@ml/testing/built-services';
import { hostFixture, loadable, type HostFixture } from '../test/host-fixture';
import { encodeModel } from '@ml/domain/onnx/encode-model';
import { linearBytes, linearMetadata } from '../test/tiny-models';
import { HostProcess } from './host-process';

const canLimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;
const CHAMPION = { name: 'linear', alias: 'champion', revision: 1 } as const;
const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const row = { rows: 1, values: Float32Array.of(1, 1) };

let fixture: HostFixture | undefined;
beforeAll(() => builtServices());
afterEach(() => fixture?.close());

/** Leaves this process without a descriptor to open, until the answer is called. */
const withoutDescriptors = async (): Promise<() => Promise<void>> => {
  const [, soft = ''] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  const limit = `prlimit --pid ${String(process.pid)} --nofile`;
  const helper = spawn('sh', ['-c', `${limit}=3: && echo low; read _; ${limit}=${soft}: && echo high`], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(helper.stdout, 'data');
  return async () => {
    helper.stdin.write('\n');
    await once(helper.stdout, 'data');
  };
};

/** Gives as many zeros as its greatest cell says: 4 GB for a billion, and in another shape than it declares. */
const zerosBytes = (): Uint8Array =>
  encodeModel({
    opsets: [{ domain: '', version: 17 }],
    graph: {
      name: 'zeros',
      nodes: [
        { op: 'ReduceMax', inputs: ['x'], outputs: ['most'], attributes: { keepdims: { int: 0 } } },
        { op: 'Cast', inputs: ['most'], outputs: ['count'], attributes: { to: { int: 7 } } },
        { op: 'Reshape', inputs: ['count', 'one'], outputs: ['shape'] },
        { op: 'ConstantOfShape', inputs: ['shape'], outputs: ['flat'] },
        { op: 'Reshape', inputs: ['flat', 'row'], outputs: ['y'] },
      ],
      initializers: [
        { name: 'one', type: 'int64', dims: [1], values: [1] },
        { name: 'row', type: 'int64', dims: [2], values: [1, -1] },
      ],
      inputs: [{ name: 'x', type: 'float', shape: ['N', 2] }],
      outputs: [{ name: 'y', type: 'float', shape: ['N', 'M'] }],
    },
  });

describe('a model whose answer depends on what it is asked', () => {
  it('fails for good in another shape than it declares; with too much memory its host is replaced', async () => {
    const { slots, file } = (fixture = hostFixture({ MODEL_HOST_MEMORY_MB: '512' }));
    const golden = [{ row: [1, 0], output: [0] }];
    await slots.put(CHAMPION, loadable(file('z.onnx', zerosBytes()), 'v1', { ...linearMetadata(0), golden }));
    slots.setComplete(true);
    const zeros = (count: number) => slots.run('id-v1', { rows: 1, values: Float32Array.of(count, 0) }, soon());
    await expect(zeros(3)).rejects.toMatchObject({ code: 'MODEL_FAILED', retryable: false });
    const json = Buffer.from(JSON.stringify({ inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [3, 0] }] }));
    await expect(slots.infer('id-v1', { body: json, headerLength: null }, soon())).rejects.toMatchObject({ code: 'MODEL_FAILED', retryable: false });
    await expect(zeros(1e9)).rejects.toMatchObject({ code: 'MODEL_FAILED', retryable: true, details: { reason: 'MEMORY' } });
    while (!slots.ready()) await pause(20);
    expect((await zeros(1)).values).toEqual(Float64Array.of(0));
  });

  it('is refused when its golden rows come in another shape', async () => {
    const { slots, file } = (fixture = hostFixture());
    const golden = [{ row: [2, 0], output: [0] }];
    const model = { path: file('z.onnx', zerosBytes()), modelType: 'spot_price_predictor' } as const;
    await expect(slots.verify({ ...model, declared: { ...linearMetadata(0), golden } })).rejects.toMatchObject({ code: 'BAD_MODEL', details: { reason: 'WRONG_WIDTH' } });
  });
});

describe('a model without metadata', () => {
  it('is refused at once for what could not serve', async () => {
    const { slots, file } = (fixture = hostFixture());
    const verdict = (op: string, shape: (number | string)[], attributes = {}) => {
      const graph = { name: 'g', nodes: [{ op, inputs: op === 'Unsqueeze' ? ['x', 'axes'] : ['x'], outputs: ['y'], attributes }], initializers: [{ name: 'axes', type: 'int64' as const, dims: [1], values: [2] }], inputs: [{ name: 'x', type: 'float' as const, shape: ['N', 2] }], outputs: [{ name: 'y', type: 'float' as const, shape }] };
      const path = file(`${op}.onnx`, encodeModel({ opsets: [{ domain: '', version: 13 }], graph }));
      return expect(slots.verify({ path, declared: null, modelType: 'spot_predictor' })).rejects.toMatchObject({ details: { reason: 'WRONG_WIDTH' } });
    };
    await verdict('ReduceMax', [], { keepdims: { int: 0 } });
    await verdict('Unsqueeze', ['N', 2, 1]);
  });
});

describe('a host', () => {
  it.each([
    ['SIGKILL', 'killed'],
    ['SIGSEGV', 'crashed'],
  ] as const)('that ends with %s before it has answered was %s', async (end, reason) => {
    const host = new HostProcess({ memoryBytes: 2 ** 30 });
    const asked = host.ask({ kind: 'run', rows: 1 }, { limitMs: 20_000 });
    process.kill(host.pid!, end);
    await expect(asked).rejects.toMatchObject({ reason });
  });

  it.skipIf(!canLimit)('cannot be had without a free descriptor, which harms nobody (needs prlimit)', async () => {
    const { slots, file } = (fixture = hostFixture());
    const path = file('a.onnx', linearBytes(0));
    await slots.put(CHAMPION, loadable(path, 'v1'));
    const restore = await withoutDescriptors();
    const refused = await Promise.allSettled([slots.put({ ...CHAMPION, revision: 2 }, loadable(path, 'v2')), slots.rehearse(loadable(path, 'v3'))]);
    await restore();
    for (const outcome of refused) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'MODEL_NOT_READY', retryable: true } });
    expect((await slots.run('id-v1', row, soon())).values).toEqual(Float64Array.of(11));
    await slots.put({ ...CHAMPION, revision: 2 }, loadable(path, 'v2'));
    expect((await slots.run('id-v2', row, soon())).values).toEqual(Float64Array.of(11));
  });
});
