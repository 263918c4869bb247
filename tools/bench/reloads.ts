import type { Figure } from './figure';
import { benchMetadata, openInProcess } from './models/bench-metadata';
import { largeModel } from './models/large-model';
import { modelFleet, type ModelFleet } from './models/model-fleet';
import { steadyCallers } from './models/steady-callers';
import { treeMemory } from './models/tree-memory';
import { median, quantile } from './statistics';

/** `ML_BENCH_RELOADS=20` for a short run. */
const RELOADS = Number(process.env['ML_BENCH_RELOADS'] ?? 300);
const MEBIBYTES = 101;
const CALLERS = 4;
const PAUSE_MS = 5;
/** Both versions have served under the same load, heaps have the size that it gives them: what comes on top is the reloads'. */
const WARM_UP = 60;
const SETTLE_MS = 3_000;
const NAME = 'large';
/** What memory may differ by and still be where it was: one heap may just have been swept. */
const GROWTH_PCT = 10;

/** Two versions of a large model take turns while callers ask. */
export const reloads = async (): Promise<readonly Figure[]> => {
  const fleet = await modelFleet();
  try {
    const ids = [await upload(fleet, 0), await upload(fleet, 1)];
    const turn = (index: number): Promise<void> => fleet.activate(ids[index % ids.length] ?? '');
    await underLoad(fleet, () => timedTurns(turn, WARM_UP));
    const before = await settled(fleet);
    const { made: seconds, result } = await underLoad(fleet, () => timedTurns(turn, RELOADS));
    const after = await settled(fleet);
    if (result.firstFailure !== undefined) process.stderr.write(`a request failed: ${result.firstFailure}\n`);
    const growth = (after.mebibytes / before.mebibytes - 1) * 100;
    return [
      { name: `${String(RELOADS)} hot reloads of a model of ${String(MEBIBYTES)} MiB, failed requests`, value: result.failed, unit: 'requests', bar: { at: 'most', value: 0 }, note: `of ${result.requests.toLocaleString('en-US')} by ${String(CALLERS)} callers, through the gateway` },
      { name: 'memory of the service and its hosts afterwards', value: growth, unit: '% more', bar: { at: 'most', value: GROWTH_PCT }, note: `${before.mebibytes.toFixed(0)} MiB and ${String(before.children)} host before, ${after.mebibytes.toFixed(0)} MiB and ${String(after.children)} after` },
      { name: 'a reload, from the request to the answer', value: median(seconds), unit: 's', note: 'fetched, loaded, checked, its alias moved, and served' },
      { name: 'a prediction meanwhile, p50', value: median(result.latencies), unit: 'ms' },
      { name: 'a prediction meanwhile, p99', value: quantile(result.latencies, 0.99), unit: 'ms' },
    ];
  } finally {
    await fleet.stop();
  }
};

const upload = async (fleet: ModelFleet, offset: number): Promise<string> => {
  const bytes = largeModel(offset, MEBIBYTES);
  const session = await openInProcess(bytes);
  const metadata = await benchMetadata(session, ['a']);
  await session.release();
  return fleet.upload(bytes, metadata, { name: NAME, version: String(offset) });
};

const BODY = Buffer.from(JSON.stringify({ inputs: [{ name: 'x', shape: [1, 1], datatype: 'FP32', data: [7] }] }));

const underLoad = async <Made>({ url, headers }: ModelFleet, work: () => Promise<Made>) => {
  const stop = steadyCallers({ url: `${url}/v2/models/${NAME}/infer`, headers: { ...headers, 'content-type': 'application/json' }, body: BODY, callers: CALLERS, pauseMs: PAUSE_MS });
  try {
    return { made: await work(), result: await stop() };
  } finally {
    await stop();
  }
};

const timedTurns = async (turn: (index: number) => Promise<void>, turns: number): Promise<readonly number[]> => {
  const seconds: number[] = [];
  for (let index = 0; index < turns; index += 1) {
    const startedAt = performance.now();
    await turn(index);
    seconds.push((performance.now() - startedAt) / 1_000);
  }
  return seconds;
};

const settled = async ({ models }: ModelFleet): Promise<ReturnType<typeof treeMemory>> => {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return treeMemory(models.pid);
};
