import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtServices } from '@ml/testing/built-services';
import { hostFixture, loadable, type HostFixture } from '../test/host-fixture';
import { linearBytes, linearMetadata, slowBytes } from '../test/tiny-models';

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const row = (a: number, b: number) => ({ rows: 1, values: Float32Array.of(a, b) });

let fixture: HostFixture | undefined;
const open = (env?: Readonly<Record<string, string>>): HostFixture => (fixture = hostFixture(env));
const hosts = async ({ metrics }: HostFixture): Promise<string | undefined> => /^ml_model_hosts\S* (\d+)$/m.exec(await metrics.registry.metrics())?.[1];

beforeAll(() => builtServices());
afterEach(async () => {
  await fixture?.close();
  if (fixture !== undefined) expect(await hosts(fixture)).toBe('0');
});

describe('a model on trial', () => {
  it('answers, serves nobody, and its process ends with the trial', async () => {
    const all = open();
    const said = await all.slots.trial(loadable(all.file('m.onnx', linearBytes(5)), '1', linearMetadata(5)), soon(), async (trial) => {
      expect([all.slots.all(), all.slots.byId(trial.model.ref.id), await hosts(all)]).toEqual([[], undefined, '1']);
      return (await trial.run(trial.model.ref.id, row(1, 2), soon())).values;
    });
    expect([...said]).toEqual([26]);
    expect(await hosts(all)).toBe('0');
  });

  it('ends also when whoever looks fails, and when it is not taken', async () => {
    const all = open();
    const model = loadable(all.file('m.onnx', linearBytes(5)), '1', linearMetadata(5));
    await expect(all.slots.trial(model, soon(), () => Promise.reject(new Error('looked away')))).rejects.toThrow('looked away');
    expect(await hosts(all)).toBe('0');
    await expect(all.slots.trial({ ...model, metadata: linearMetadata(6) }, soon(), () => Promise.resolve())).rejects.toMatchObject({ code: 'BAD_MODEL', details: { reason: 'GOLDEN_ROWS' } });
    expect(await hosts(all)).toBe('0');
  });

  it('ends when time is over, with what it was doing', async () => {
    const all = open();
    const golden = [{ row: [0, 0], output: [0] }];
    const model = loadable(all.file('slow.onnx', slowBytes()), '1', { ...linearMetadata(0), golden });
    const patience = new AbortController();
    let runs = false;
    const looked = all.slots.trial(model, patience.signal, (trial) => {
      runs = true;
      return trial.run(trial.model.ref.id, { rows: 60_000, values: new Float32Array(120_000) }, soon());
    });
    const failed = expect(looked).rejects.toThrow('over');
    await expect.poll(() => runs).toBe(true);
    patience.abort(new Error('over'));
    await failed;
    expect(await hosts(all)).toBe('0');
  });

  it('ends when the service stops, also while whoever looks waits for something else', async () => {
    const all = open();
    const model = loadable(all.file('m.onnx', linearBytes(5)), '1', linearMetadata(5));
    let looks = false;
    const look = (): Promise<never> => {
      looks = true;
      return new Promise(() => undefined);
    };
    const failed = expect(all.slots.trial(model, soon(), look)).rejects.toMatchObject({ code: 'MODEL_NOT_READY', retryable: true });
    await expect.poll(() => looks).toBe(true);
    all.slots.beforeApplicationShutdown();
    await failed;
    await expect.poll(() => hosts(all)).toBe('0');
    await expect(all.slots.trial(model, soon(), () => Promise.resolve())).rejects.toMatchObject({ code: 'MODEL_NOT_READY' });
    await expect.poll(() => hosts(all)).toBe('0');
  });

  it('fails, and is not started again, when it needs longer than a run may', async () => {
    const all = open({ MODEL_RUN_SECONDS: '1' });
    const golden = [{ row: [0, 0], output: [0] }];
    const model = loadable(all.file('slow.onnx', slowBytes()), '1', { ...linearMetadata(0), golden });
    const look = all.slots.trial(model, soon(), (trial) => trial.run(trial.model.ref.id, { rows: 200_000, values: new Float32Array(400_000) }, soon()));
    await expect(look).rejects.toMatchObject({ code: 'MODEL_FAILED', details: { reason: 'LATE' } });
    expect(await hosts(all)).toBe('0');
  });
});
