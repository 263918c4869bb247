import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtServices } from '@ml/testing/built-services';
import { hostFixture, loadable, type HostFixture } from '../test/host-fixture';
import { linearBytes } from '../test/tiny-models';
import { HostProcess } from './host-process';

const canLimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;
const CHAMPION = { name: 'linear', alias: 'champion', revision: 1 } as const;
const signal = AbortSignal.timeout(20_000);
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
    expect((await slots.run('id-v1', row, signal)).values).toEqual(Float64Array.of(11));
    await slots.put({ ...CHAMPION, revision: 2 }, loadable(path, 'v2'));
    expect((await slots.run('id-v2', row, signal)).values).toEqual(Float64Array.of(11));
  });
});
