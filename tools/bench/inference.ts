import { Tensor, type InferenceSession } from 'onnxruntime-node';
import type { Figure } from './figure';
import { fire, type Shot } from './load';
import { benchMetadata, openInProcess, randomRows } from './models/bench-metadata';
import { binaryBody, jsonBody, type InferBody } from './models/infer-bodies';
import { FEATURES, madeUpTrees } from './models/made-up-trees';
import { modelFleet, type ModelFleet } from './models/model-fleet';
import { median } from './statistics';

const TREES = 200;
const DEPTH = 6;
const ROWS = 4_096;
const ROUNDS = 9;
const BINARY_REQUESTS = 40;
const BINARY_CALLERS = 3;
const JSON_REQUESTS = 15;
const SINGLE_REQUESTS = 400;
const NAME = 'bench';

interface Setting {
  readonly fleet: ModelFleet;
  readonly session: InferenceSession;
  readonly values: Float32Array;
}

/** The same model and rows through gateway, bus and host, and in this process with nothing around it. */
export const inference = async (): Promise<readonly Figure[]> => {
  const model = madeUpTrees(TREES, DEPTH);
  const session = await openInProcess(model);
  const fleet = await modelFleet();
  try {
    await fleet.activate(await fleet.upload(model, await benchMetadata(session, FEATURES), { name: NAME, version: '1' }));
    const setting = { fleet, session, values: randomRows(ROWS, FEATURES.length, 2) };
    await checkSame(setting);
    return [...(await binaryFigures(setting)), ...(await jsonFigures(setting)), ...(await singleFigures(setting))];
  } finally {
    await fleet.stop();
  }
};

const feed = (values: Float32Array) => ({ numbers: new Tensor('float32', values, [values.length / FEATURES.length, FEATURES.length]) });

/** Both sides say the same before they are timed. */
const checkSame = async ({ fleet, session, values }: Setting): Promise<void> => {
  const { body, headers } = binaryBody(values);
  const response = await fetch(`${fleet.url}/v2/models/${NAME}/infer`, { method: 'POST', headers: { ...fleet.headers, ...headers }, body: new Uint8Array(body) });
  const bytes = Buffer.from(await response.arrayBuffer());
  const ours = new Float32Array(new Uint8Array(bytes.subarray(Number(response.headers.get('inference-header-content-length')))).buffer);
  const theirs = (await session.run(feed(values)))['predictions']?.data as Float32Array;
  if (ours.length !== ROWS || ours.some((value, row) => value !== theirs[row])) throw new Error('the service and onnxruntime do not say the same');
};

const shotOf = ({ url, headers }: ModelFleet, infer: InferBody): Shot => ({ url: `${url}/v2/models/${NAME}/infer`, headers: { ...headers, ...infer.headers }, body: () => infer.body });

/** Milliseconds that each of several runs takes, one behind the other. */
const timed = async (times: number, work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  for (let run = 0; run < times; run += 1) await work();
  return (performance.now() - startedAt) / times;
};

const binaryFigures = async ({ fleet, session, values }: Setting): Promise<readonly Figure[]> => {
  const shot = shotOf(fleet, binaryBody(values));
  const [ours, alone, bare]: [number[], number[], number[]] = [[], [], []];
  await fire(shot, { requests: BINARY_REQUESTS, callers: BINARY_CALLERS });
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push((ROWS / (await timed(BINARY_REQUESTS, () => session.run(feed(values))))) * 1_000);
    ours.push((ROWS * BINARY_REQUESTS) / (await fire(shot, { requests: BINARY_REQUESTS, callers: BINARY_CALLERS })).seconds);
    alone.push((ROWS * BINARY_REQUESTS) / (await fire(shot, { requests: BINARY_REQUESTS, callers: 1 })).seconds);
  }
  const share = (rates: readonly number[]): number => median(rates.map((rate, round) => rate / (bare[round] ?? Number.NaN)));
  const note = `${String(TREES)} trees of depth ${String(DEPTH)}, one thread each; median of ${String(ROUNDS)} rounds A/B, ${String(BINARY_REQUESTS)} requests each`;
  return [
    { name: `${String(ROWS)} x ${String(FEATURES.length)} through OIP binary, against onnxruntime in process`, value: share(ours), unit: 'x', bar: { at: 'least', value: 0.6 }, note: `${String(BINARY_CALLERS)} callers; ${note}` },
    { name: 'the same, one caller', value: share(alone), unit: 'x', note },
    { name: 'OIP binary', value: median(ours), unit: 'rows/s' },
    { name: 'onnxruntime in process', value: median(bare), unit: 'rows/s' },
  ];
};

const jsonFigures = async ({ fleet, session, values }: Setting): Promise<readonly Figure[]> => {
  const infer = jsonBody(values);
  const shot = shotOf(fleet, infer);
  const [ours, bare]: [number[], number[]] = [[], []];
  const bareRun = async (): Promise<string> => {
    const { inputs } = JSON.parse(infer.body.toString()) as { inputs: [{ data: number[] }] };
    const answer = await session.run(feed(Float32Array.from(inputs[0].data)));
    return JSON.stringify(Array.from(answer['predictions']?.data as Float32Array));
  };
  await fire(shot, { requests: JSON_REQUESTS, callers: 1 });
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await timed(JSON_REQUESTS, bareRun));
    ours.push(((await fire(shot, { requests: JSON_REQUESTS, callers: 1 })).seconds / JSON_REQUESTS) * 1_000);
  }
  const ratio = median(ours.map((took, round) => took / (bare[round] ?? Number.NaN)));
  return [
    { name: `${String(ROWS)} x ${String(FEATURES.length)} through OIP JSON, against parse, run and stringify in process`, value: ratio, unit: 'x', bar: { at: 'most', value: 3 }, note: `${(infer.body.byteLength / 1e6).toFixed(1)} MB; one caller, median of ${String(ROUNDS)} rounds A/B` },
    { name: 'OIP JSON, per request', value: median(ours), unit: 'ms' },
    { name: 'parse, run and stringify in process', value: median(bare), unit: 'ms' },
  ];
};

const echoShot = ({ url, headers }: ModelFleet): Shot => ({
  url: `${url}/api/v1/ml/decision/spot-optimize`,
  headers,
  body: (index) => JSON.stringify({ request_id: `bench-${String(process.pid)}-${String(index)}`, cluster_id: 'c-1', current_state: {}, requirements: { region: 'us-east-1', vcpu: 4, memory_gib: 16, count: 20 } }),
});

const singleFigures = async ({ fleet, values }: Setting): Promise<readonly Figure[]> => {
  const shots = [shotOf(fleet, jsonBody(values.subarray(0, FEATURES.length))), echoShot(fleet)] as const;
  const medians: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const side of [0, 1] as const) {
      const { latencies } = await fire(shots[side], { requests: SINGLE_REQUESTS, callers: 1 });
      // The first round warms up.
      if (round > 0) medians[side].push(median(latencies));
    }
  }
  const [single, echo] = medians;
  const more = median(single.map((took, round) => took - (echo[round] ?? Number.NaN)));
  return [
    { name: 'a single prediction through OIP JSON, p50 above that of an echo', value: more, unit: 'ms', bar: { at: 'most', value: 2 }, note: `the same gateway, bus and way of asking; one caller, median of ${String(ROUNDS)} rounds A/B, ${String(SINGLE_REQUESTS)} requests each` },
    { name: 'a single prediction, p50', value: median(single), unit: 'ms' },
    { name: 'an echo, p50', value: median(echo), unit: 'ms' },
  ];
};
