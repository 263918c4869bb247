import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { v7 as uuid } from 'uuid';
import { syntheticCluster } from '@ml/testing/clusters';
import { peakRssMib, pssMib } from './cpu-time';
import type { Figure } from './figure';
import { MEASURED, startLargeFleet, type LargeFleet, type Measured } from './large-fleet';
import { sampleOf, scrape, sumsBy, type Samples } from './scrape';

const NODES = 5_000;
const PODS = 100_000;
const AFTERWARDS_MS = 90_000;
const LONGEST_DELAY_MS = 50;
const ENGINE_IDLE_MIB = 130;
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
    const state = syntheticCluster({ nodes: NODES, pods: PODS, seed: 1 });
    const figures: Figure[] = [];
    for (const encoding of Object.keys(ENCODINGS) as Encoding[]) figures.push(...(await measure(fleet, state, encoding)));
    await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
    return [...figures, ...memory(fleet)];
  } finally {
    await fleet.stop();
  }
};

const bodyOf = (state: unknown): string =>
  JSON.stringify({ request_id: uuid(), cluster_id: 'bench', decision_type: 'bin_pack', current_state: state, requirements: {}, constraints: {} });

const measure = async (fleet: LargeFleet, state: unknown, encoding: Encoding): Promise<readonly Figure[]> => {
  const plain = Buffer.from(bodyOf(state));
  const body = ENCODINGS[encoding](plain);
  const before = await samples(fleet);
  const idle = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  idle.enable();
  const { milliseconds, bytes } = await post(fleet, { body, encoding });
  idle.disable();
  const after = await samples(fleet);
  const size = `${(plain.length / MIB).toFixed(0)} MiB of state, ${(body.length / MIB).toFixed(1)} MiB on the wire, an answer of ${(bytes / 1024).toFixed(0)} KiB`;
  return [
    { name: `${PODS} pods on ${NODES} nodes, ${encoding}, end to end`, value: milliseconds / 1_000, unit: 's', note: size },
    { name: `${encoding}, a process that only waits: longest hold-up of its event loop`, value: idle.max / NS_PER_MS, unit: 'ms', note: 'what the machine itself adds to the figures below' },
    ...MEASURED.flatMap((part) => [...phases(part, { encoding, before, after }), ...delays(part, encoding, after)]),
  ];
};

interface Measurement {
  readonly encoding: Encoding;
  readonly before: Readonly<Record<Measured, Samples>>;
  readonly after: Readonly<Record<Measured, Samples>>;
}

const phases = (part: Measured, { encoding, before, after }: Measurement): readonly Figure[] =>
  [...sumsBy('phase', { name: PHASES, before: before[part], after: after[part] })].map(([phase, value]) => ({ name: `${encoding}, ${part}: ${phase}`, value: value * 1_000, unit: 'ms' }));

/** A sample counts the 10 ms between two looks at the clock as well. */
const delays = (part: Measured, encoding: Encoding, after: Measurement['after']): readonly Figure[] => [
  { name: `${encoding}, ${part}: longest hold-up of the event loop`, value: sampleOf(after[part], DELAY, 'quantile="1"') * 1_000, unit: 'ms', bar: { at: 'most', value: LONGEST_DELAY_MS }, note: `p99 ${(sampleOf(after[part], DELAY, 'quantile="0.99"') * 1_000).toFixed(0)} ms` },
];

const samples = async ({ parts }: LargeFleet): Promise<Readonly<Record<Measured, Samples>>> => {
  const read = await Promise.all(MEASURED.map(async (part) => [part, await scrape(parts[part].opsPort)] as const));
  return Object.fromEntries(read) as Record<Measured, Samples>;
};

const memory = ({ parts }: LargeFleet): readonly Figure[] => [
  { name: 'bin-packing: most memory ever held', value: peakRssMib(parts['bin-packing'].child.pid), unit: 'MiB RSS', bar: { at: 'most', value: ENGINE_PEAK_MIB } },
  ...MEASURED.map((part) => ({
    name: `${part}: memory ${AFTERWARDS_MS / 1_000} s afterwards`,
    value: pssMib(parts[part].child.pid),
    unit: 'MiB PSS',
    ...(part === 'bin-packing' && { bar: { at: 'most', value: ENGINE_IDLE_MIB } as const }),
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
