import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { v7 as uuid } from 'uuid';
import { syntheticCluster } from '@ml/testing/clusters';
import { peakRssMib, pssMib } from './cpu-time';
import type { Figure } from './figure';
import { MEASURED, startLargeFleet, type LargeFleet, type Measured } from './large-fleet';
import { sampleOf, scrape, sumsBy, type Samples } from './scrape';

const ROUNDS = 3;
const NODES = 5_000;
const PODS = 100_000;
const CALM_MS = 10_000;
const AFTERWARDS_MS = 90_000;
const LONGEST_DELAY_MS = 50;
const ENGINE_IDLE_MIB = 130;
/** What its event loop, its heap and malloc keep of what went by. */
const ENGINE_AFTERWARDS_MIB = 170;
const ENGINE_PEAK_MIB = 1_536;
/** As often as the services do. */
const LOOK_EVERY_MS = 10;
const NS_PER_MS = 1e6;
const MIB = 1024 * 1024;
const PHASES = 'ml_decision_phase_seconds';
const DELAY = 'ml_event_loop_delay_seconds';

const ENCODINGS = { zstd: zstdCompressSync, gzip: gzipSync } as const;
type Encoding = keyof typeof ENCODINGS;

/** A cluster of 100,000 pods on 5,000 nodes through gateway, bus, decisions, engine thread and store: where its seconds go, and who is held up meanwhile. */
export const largeDecision = async (): Promise<readonly Figure[]> => {
  const fleet = await startLargeFleet();
  try {
    await post(fleet, { body: Buffer.from(bodyOf({})) });
    const idle = await calmMemory(fleet);
    const state = syntheticCluster({ nodes: NODES, pods: PODS, seed: 1 });
    const figures: Figure[] = [];
    for (const encoding of Object.keys(ENCODINGS) as Encoding[]) figures.push(...(await measure(fleet, state, encoding)));
    await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
    return [...figures, idle, ...memory(fleet)];
  } finally {
    await fleet.stop();
  }
};

const bodyOf = (state: unknown): string =>
  JSON.stringify({ request_id: uuid(), cluster_id: 'bench', decision_type: 'bin_pack', current_state: state, requirements: {}, constraints: {} });

interface Round {
  readonly milliseconds: number;
  readonly answerBytes: number;
  /** Longest hold-up of a process that only waits: what the machine itself does to all of them. */
  readonly idleMs: number;
  readonly before: Readonly<Record<Measured, Samples>>;
  readonly after: Readonly<Record<Measured, Samples>>;
}

const measure = async (fleet: LargeFleet, state: unknown, encoding: Encoding): Promise<readonly Figure[]> => {
  const rounds: Round[] = [];
  let size = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const plain = Buffer.from(bodyOf(state));
    const body = ENCODINGS[encoding](plain);
    rounds.push(await once(fleet, body, encoding));
    size = `${(plain.length / MIB).toFixed(0)} MiB of state, ${(body.length / MIB).toFixed(1)} MiB on the wire, an answer of ${((rounds[0]?.answerBytes ?? 0) / 1024).toFixed(0)} KiB`;
  }
  const best = rounds.reduce((one, other) => (other.milliseconds < one.milliseconds ? other : one));
  return [
    { name: `${PODS} pods on ${NODES} nodes, ${encoding}, end to end`, value: best.milliseconds / 1_000, unit: 's', note: `${size}; best of ${ROUNDS}` },
    ...MEASURED.flatMap((part) => [...phases(part, encoding, best), holdUp(part, encoding, rounds)]),
    { name: `${encoding}, a process that only waits: longest hold-up of its event loop`, value: least(rounds.map(({ idleMs }) => idleMs)), unit: 'ms', note: 'what the machine itself adds to the figures above' },
  ];
};

const once = async (fleet: LargeFleet, body: Buffer, encoding: Encoding): Promise<Round> => {
  const before = await samples(fleet);
  const idle = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  idle.enable();
  const { milliseconds, bytes } = await post(fleet, { body, encoding });
  idle.disable();
  return { milliseconds, answerBytes: bytes, idleMs: idle.max / NS_PER_MS, before, after: await samples(fleet) };
};

const least = (values: readonly number[]): number => values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);

const phases = (part: Measured, encoding: Encoding, { before, after }: Round): readonly Figure[] =>
  [...sumsBy('phase', { name: PHASES, before: before[part], after: after[part] })].map(([phase, value]) => ({ name: `${encoding}, ${part}: ${phase}`, value: value * 1_000, unit: 'ms' }));

/** A sample counts the 10 ms between two looks at the clock as well. Whoever shares the machine only adds to it: the calmest round says most about us. */
const holdUp = (part: Measured, encoding: Encoding, rounds: readonly Round[]): Figure => {
  const read = (quantile: string): readonly number[] => rounds.map(({ after }) => sampleOf(after[part], DELAY, `quantile="${quantile}"`) * 1_000);
  const note = `calmest of ${ROUNDS} requests; p99 ${least(read('0.99')).toFixed(0)} ms`;
  return { name: `${encoding}, ${part}: longest hold-up of the event loop`, value: least(read('1')), unit: 'ms', bar: { at: 'most', value: LONGEST_DELAY_MS }, note };
};

const samples = async ({ parts }: LargeFleet): Promise<Readonly<Record<Measured, Samples>>> => {
  const read = await Promise.all(MEASURED.map(async (part) => [part, await scrape(parts[part].opsPort)] as const));
  return Object.fromEntries(read) as Record<Measured, Samples>;
};

/** Before anything large. */
const calmMemory = async ({ parts }: LargeFleet): Promise<Figure> => {
  await new Promise((resolve) => setTimeout(resolve, CALM_MS));
  return { name: 'bin-packing: memory while idle', value: pssMib(parts['bin-packing'].child.pid), unit: 'MiB PSS', bar: { at: 'most', value: ENGINE_IDLE_MIB } };
};

const memory = ({ parts }: LargeFleet): readonly Figure[] => [
  { name: 'bin-packing: most memory ever held', value: peakRssMib(parts['bin-packing'].child.pid), unit: 'MiB RSS', bar: { at: 'most', value: ENGINE_PEAK_MIB } },
  ...MEASURED.map((part) => ({
    name: `${part}: memory ${AFTERWARDS_MS / 1_000} s afterwards`,
    value: pssMib(parts[part].child.pid),
    unit: 'MiB PSS',
    ...(part === 'bin-packing' && { bar: { at: 'most', value: ENGINE_AFTERWARDS_MIB } as const }),
    note: `at most ${peakRssMib(parts[part].child.pid).toFixed(0)} MiB RSS`,
  })),
];

interface Posted {
  readonly body: Buffer;
  readonly encoding?: Encoding;
}

const post = async ({ url, key }: LargeFleet, { body, encoding }: Posted): Promise<{ readonly milliseconds: number; readonly bytes: number }> => {
  const startedAt = performance.now();
  const headers = { 'x-api-key': key, 'content-type': 'application/json', ...(encoding && { 'content-encoding': encoding }) };
  const response = await fetch(`${url}/api/v1/ml/decision/bin-pack`, { method: 'POST', headers, body: new Uint8Array(body) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`a decision over a large state was answered with ${response.status}: ${answer.slice(0, 500)}`);
  return { milliseconds: performance.now() - startedAt, bytes: answer.length };
};
