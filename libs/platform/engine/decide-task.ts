import { createHash } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import { AppError, type ErrorBody } from '@ml/contracts/app-error';
import type { EngineAsk, EngineReply } from '@ml/contracts/engines';
import { canonicalJson } from '@ml/state/canonical-json';
import type { Engine, Facts } from '@ml/engine-kernel/engine';
import { readConfig } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { toAppError } from '../to-app-error';
import { packState, type PackedState } from './pack-state';
import { poolForecast, withoutLost } from './pool-forecast';
import { readState } from './read-state';
import type { SharedSnapshot } from './shared-snapshot';
import { SnapshotCache } from './snapshot-cache';
import { Stopwatch } from './stopwatch';
import type { TaskState } from './task-state';
import { usageForecast } from './usage-forecast';

/** One decision as it is handed to a worker thread: bytes in, so that the event loop never parses a state. */
export interface DecideTask {
  readonly ask: EngineAsk;
  readonly state: TaskState | undefined;
  /** Price snapshots by region and the pool snapshot, compressed, shared between threads. */
  readonly prices: readonly SharedSnapshot[];
  readonly pools: SharedSnapshot | null;
  /** By region; those that could be fetched. */
  readonly forecasts?: readonly SharedSnapshot[];
  /** Where a model may be asked while it is decided. */
  readonly line?: MessagePort | undefined;
  readonly build: string;
}

export type DecideResult =
  | { readonly ok: true; readonly reply: Uint8Array; readonly projected: PackedState; readonly phases: Readonly<Record<string, number>> }
  | { readonly ok: false; readonly error: ErrorBody; readonly stack: string | undefined };

const encoder = new TextEncoder();

/** The function that runs in a worker thread: parse, project, decide, and write the answer. */
export const createDecideTask = (engine: Engine, env: NodeJS.ProcessEnv): ((task: DecideTask) => Promise<DecideResult>) => {
  const snapshots = new SnapshotCache();
  const forecasts = new SnapshotCache();
  const configured = readConfig(engine.name, engine.settings, env).config;
  return async (task) => {
    try {
      return await decide(engine, task, { snapshots, forecasts, configured });
    } catch (error) {
      const failure = toAppError(error);
      return { ok: false, error: failure.toBody(), stack: failure.code === 'INTERNAL' && error instanceof Error ? error.stack : undefined };
    }
  };
};

interface Held {
  readonly snapshots: SnapshotCache;
  readonly forecasts: SnapshotCache;
  readonly configured: Readonly<Record<string, number | boolean>>;
}

const decide = async (engine: Engine, task: DecideTask, held: Held): Promise<DecideResult> => {
  const { ask } = task;
  const version = engine.versions.find((candidate) => candidate.version === ask.version);
  if (version === undefined) throw new AppError('NOT_FOUND', `${engine.name} has no version ${ask.version}`);
  const watch = new Stopwatch();
  const state = readState(engine, { state: task.state, stored: ask.state_form === 'projected' }, watch);
  const used = snapshotsFor(engine, task, engine.regionOf(ask.envelope, state));
  const shared = factsOf(engine, task, { used, held });
  watch.lap('facts');
  const config = (ask.config ?? held.configured) as typeof held.configured;
  const input = { request: ask.envelope, state, facts: shared, memory: ask.memory, config, now: epochMs(Date.parse(ask.now)) };
  const usage = await usageForecast(engine, input, { named: ask.facts, line: task.line });
  watch.lap('model');
  const decided = version.decide({ ...input, facts: { ...shared, ...usage.facts } });
  watch.lap('decide');
  const projected = await packState(state, watch);
  const reply: EngineReply = {
    engine: { name: engine.name, version: version.version },
    decision: decided.decision,
    remember: decided.remember,
    config,
    config_hash: sha256(canonicalJson(config)),
    state_hash: projected.sha256,
    price_snapshot: used.prices?.id ?? null,
    pool_snapshot: used.pools?.id ?? null,
    facts: { ...withoutLost(ask.facts, task.forecasts ?? []), ...(usage.answers !== undefined && { usage_answers: usage.answers }) },
    build: task.build,
  };
  const written = encoder.encode(JSON.stringify(reply));
  watch.lap('answer');
  return { ok: true, reply: written, projected, phases: watch.read() };
};

const factsOf = (engine: Engine, { ask, forecasts = [] }: DecideTask, { used, held }: { readonly used: UsedSnapshots; readonly held: Held }): Facts => {
  const prices = used.prices && held.snapshots.prices(used.prices);
  const pools = used.pools && held.snapshots.pools(used.pools);
  if (!engine.needs.includes('forecast')) return { prices, pools };
  return { prices, pools, ...poolForecast({ named: ask.facts, forecasts, region: used.region, prices: used.prices?.id }, held.forecasts) };
};

interface UsedSnapshots {
  readonly region: string | undefined;
  readonly prices: SharedSnapshot | undefined;
  readonly pools: SharedSnapshot | undefined;
}

/** Only what the engine has declared to need. */
const snapshotsFor = ({ needs }: Engine, { prices, pools }: DecideTask, region: string | undefined): UsedSnapshots => ({
  region,
  prices: needs.includes('prices') ? prices.find((snapshot) => snapshot.key === region) : undefined,
  pools: needs.includes('pools') ? (pools ?? undefined) : undefined,
});

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
