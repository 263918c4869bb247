import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { bareScan } from './bare-scan';
import { peakRssMib } from './cpu-time';
import type { Figure } from './figure';
import { fire, type Shot } from './load';
import { madeUpScan, type MadeUpScan } from './made-up-scan';
import { SCAN_PARTS, startScanFleet, type ScanFleet } from './scan-fleet';
import { sampleOf, scrape } from './scrape';
import { median, quantile } from './statistics';

const RESOURCES = 100_000;
const ROUNDS = 3;
/** Seconds until all of it is in the tables; milliseconds that anybody waits for an event loop meanwhile; how much slower what is small may become. */
const BARS = { seconds: 20, delayMs: 50, slowdown: 3 };
/** Two actions at once, twenty a second: as many as people can be behind. Callers that never rest would measure who gets the processors. */
const CALLERS = 2;
const PAUSE_MS = 100;
const IDLE_ACTIONS = 400;
const POLL_MS = 200;
const LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 10;
const NS_PER_MS = 1e6;
const MIB = 1024 * 1024;
const DELAY = 'ml_event_loop_delay_seconds';

interface Round {
  readonly seconds: number;
  readonly acceptedSeconds: number;
  /** The least that it could take. */
  readonly bareSeconds: number;
  readonly slowdown: number;
  readonly busyP99: number;
  readonly idleP99: number;
  readonly delays: Readonly<Record<(typeof SCAN_PARTS)[number], number>>;
  readonly machineMs: number;
  /** Processor seconds. */
  readonly cpu: Readonly<Record<(typeof SCAN_PARTS)[number], number>>;
}

/** A scan of 100,000 resources from its first byte until it is in the tables, and who is held up meanwhile. */
export const scan = async (): Promise<readonly Figure[]> => {
  const fleet = await startScanFleet();
  try {
    const rounds: Round[] = [];
    let size = '';
    for (let seed = 1; seed <= ROUNDS; seed += 1) {
      const made = await madeUpScan({ resources: RESOURCES, seed, now: Date.now() });
      size = `${(made.size / MIB).toFixed(0)} MiB, ${(made.body.length / MIB).toFixed(1)} MiB on the wire (zstd)`;
      rounds.push(await measure(fleet, made));
    }
    const peaks = SCAN_PARTS.map((part) => `${part} ${peakRssMib(fleet.parts[part].child.pid).toFixed(0)} MiB`).join(', ');
    return figures(rounds, { size, peaks });
  } finally {
    await fleet.stop();
  }
};

const figures = (rounds: readonly Round[], { size, peaks }: { readonly size: string; readonly peaks: string }): readonly Figure[] => {
  const of = (read: (round: Round) => number): number => median(rounds.map(read));
  const least = (read: (round: Round) => number): number => Math.min(...rounds.map(read));
  const machine = `a process that only waits: ${least(({ machineMs }) => machineMs).toFixed(0)} ms`;
  return [
    {
      name: `a scan of ${RESOURCES} resources, first byte to the tables`,
      value: of(({ seconds }) => seconds),
      unit: 's',
      bar: { at: 'most', value: BARS.seconds },
      note: `${size}; two metrics of 24 hours each; accepted after ${of(({ acceptedSeconds }) => acceptedSeconds).toFixed(1)} s; twenty actions a second meanwhile; median of ${ROUNDS}; processor ${SCAN_PARTS.map((part) => `${part} ${of(({ cpu }) => cpu[part]).toFixed(1)} s`).join(', ')}; most memory: ${peaks}`,
    },
    {
      name: 'the same, against what the bare work takes one process after the other',
      value: of(({ seconds, bareSeconds }) => seconds / bareSeconds),
      unit: 'x',
      note: `${of(({ bareSeconds }) => bareSeconds).toFixed(1)} s: inflate and parse the body, COPY its rows into empty tables with the same indexes; median of ${ROUNDS}`,
    },
    ...SCAN_PARTS.map((part) => ({
      name: `meanwhile, ${part}: longest hold-up of the event loop`,
      value: least(({ delays }) => delays[part]),
      unit: 'ms',
      bar: { at: 'most', value: BARS.delayMs } as const,
      note: `calmest of ${ROUNDS}; ${machine}`,
    })),
    {
      name: 'meanwhile, actions: p99 against that of a quiet fleet',
      value: of(({ slowdown }) => slowdown),
      unit: 'x',
      bar: { at: 'most', value: BARS.slowdown },
      note: `${(CALLERS * 1_000) / PAUSE_MS} a second; ${of(({ idleP99 }) => idleP99).toFixed(1)} ms before, ${of(({ busyP99 }) => busyP99).toFixed(1)} ms meanwhile; median of ${ROUNDS}`,
    },
  ];
};

const measure = async (fleet: ScanFleet, made: MadeUpScan): Promise<Round> => {
  const cpu = (): readonly number[] => SCAN_PARTS.map((part) => fleet.parts[part].child.cpu());
  const idle: number[] = [];
  await act(fleet, made, { into: idle, while: () => idle.length < IDLE_ACTIONS });
  await Promise.all(SCAN_PARTS.map((part) => scrape(fleet.parts[part].opsPort)));
  const machine = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  machine.enable();
  const cpuBefore = cpu();
  const startedAt = performance.now();
  let stored = false;
  const storing = store(fleet, made).finally(() => (stored = true));
  const busy: number[] = [];
  await act(fleet, made, { into: busy, while: () => !stored });
  const { acceptedAt, storedAt } = await storing;
  machine.disable();
  const cpuAfter = cpu();
  const samples = await Promise.all(SCAN_PARTS.map((part) => scrape(fleet.parts[part].opsPort)));
  const bareSeconds = await bareScan(fleet.databaseUrl, made.body);
  const delays = byPart((index) => sampleOf(samples[index] ?? new Map(), DELAY, 'quantile="1"') * 1_000);
  const [idleP99, busyP99] = [quantile(idle, 0.99), quantile(busy, 0.99)];
  return { seconds: (storedAt - startedAt) / 1_000, acceptedSeconds: (acceptedAt - startedAt) / 1_000, bareSeconds, slowdown: busyP99 / idleP99, idleP99, busyP99, delays, machineMs: machine.max / NS_PER_MS, cpu: byPart((index) => (cpuAfter[index] ?? Number.NaN) - (cpuBefore[index] ?? Number.NaN)) };
};

/** Actions at an even pace; their latencies, in milliseconds. */
const act = async (fleet: ScanFleet, made: MadeUpScan, { into, while: goesOn }: { readonly into: number[]; readonly while: () => boolean }): Promise<void> => {
  while (goesOn()) {
    const [pause, { latencies }] = [setTimeout(PAUSE_MS), await fire(actions(fleet, made), { requests: CALLERS, callers: CALLERS })];
    into.push(...latencies);
    await pause;
  }
};

const byPart = (read: (index: number) => number): Round['cpu'] => Object.fromEntries(SCAN_PARTS.map((part, index) => [part, read(index)])) as Round['cpu'];

let told = 0;
const actions = ({ url, key }: ScanFleet, { accountId }: MadeUpScan): Shot => ({
  url: `${url}/actions`,
  headers: { 'x-api-key': key },
  body: () => {
    const number = (told += 1);
    return JSON.stringify({ event_id: `bench-${process.pid}-${number}`, user_id: 'bench-user', account_id: `${accountId}-of-actions`, resource_id: `r-${number}`, action: 'kept', action_at: new Date().toISOString() });
  },
});

/** @throws Error when it is not stored whole */
const store = async ({ url, key }: ScanFleet, { scanId, body, resources }: MadeUpScan): Promise<{ readonly acceptedAt: number; readonly storedAt: number }> => {
  const headers = { 'x-api-key': key, 'content-type': 'application/json', 'content-encoding': 'zstd' };
  const accepted = await fetch(`${url}/scans`, { method: 'POST', headers, body: new Uint8Array(body) });
  if (accepted.status !== 202) throw new Error(`the scan was answered with ${accepted.status}: ${await accepted.text()}`);
  await accepted.arrayBuffer();
  const acceptedAt = performance.now();
  for (const giveUpAt = acceptedAt + LIMIT_MS; performance.now() < giveUpAt; await setTimeout(POLL_MS)) {
    const status = (await (await fetch(`${url}/scans/${scanId}`, { headers: { 'x-api-key': key } })).json()) as { readonly status: string; readonly resources: number; readonly rows: Readonly<Record<string, number>> };
    if (status.status === 'failed') throw new Error('the scan failed');
    if (status.status !== 'stored') continue;
    const storedAt = performance.now();
    if (status.resources !== resources || status.rows['ml_training_data'] !== resources) throw new Error(`of ${resources} resources ${status.resources} were kept: ${JSON.stringify(status.rows)}`);
    return { acceptedAt, storedAt };
  }
  throw new Error('the scan was not stored in time');
};
