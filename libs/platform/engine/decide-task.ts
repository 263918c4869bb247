import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { AppError, type ErrorBody } from '@ml/contracts/app-error';
import type { EngineAsk, EngineReply } from '@ml/contracts/engines';
import { canonicalJson } from '@ml/state/canonical-json';
import type { Engine, Facts } from '@ml/engine-kernel/engine';
import { readConfig } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { toAppError } from '../to-app-error';
import type { SharedSnapshot } from './shared-snapshot';
import { SnapshotCache } from './snapshot-cache';

/** One decision as it is handed to a worker thread: bytes in, so that the event loop never parses a state. */
export interface DecideTask {
  readonly ask: EngineAsk;
  readonly state: Uint8Array | undefined;
  /** Price snapshots by region and the pool snapshot, compressed, shared between threads. */
  readonly prices: readonly SharedSnapshot[];
  readonly pools: SharedSnapshot | null;
  readonly build: string;
}

export type DecideResult =
  | { readonly ok: true; readonly reply: Uint8Array; readonly projected: Uint8Array }
  | { readonly ok: false; readonly error: ErrorBody; readonly stack: string | undefined };

const MAX_STATE_BYTES = 1024 * 1024 * 1024;
const decoder = new TextDecoder();
/** Bytes that are no UTF-8 must not silently become other names. */
const strictDecoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** The function that runs in a worker thread: parse, project, decide, and write the answer. */
export const createDecideTask = (engine: Engine, env: NodeJS.ProcessEnv): ((task: DecideTask) => DecideResult) => {
  const snapshots = new SnapshotCache();
  const configured = readConfig(engine.name, engine.settings, env).config;
  return (task) => {
    try {
      return decide(engine, task, { snapshots, configured });
    } catch (error) {
      const failure = toAppError(error);
      return { ok: false, error: failure.toBody(), stack: failure.code === 'INTERNAL' && error instanceof Error ? error.stack : undefined };
    }
  };
};

interface Held {
  readonly snapshots: SnapshotCache;
  readonly configured: Readonly<Record<string, number | boolean>>;
}

const decide = (engine: Engine, task: DecideTask, { snapshots, configured }: Held): DecideResult => {
  const { ask } = task;
  const version = engine.versions.find((candidate) => candidate.version === ask.version);
  if (version === undefined) throw new AppError('NOT_FOUND', `${engine.name} has no version ${ask.version}`);
  const state = readState(engine, task);
  const used = snapshotsFor(engine, task, engine.regionOf(ask.envelope, state));
  const facts: Facts = { prices: used.prices && snapshots.prices(used.prices), pools: used.pools && snapshots.pools(used.pools) };
  const config = (ask.config ?? configured) as typeof configured;
  const decided = version.decide({ request: ask.envelope, state, facts, memory: ask.memory, config, now: epochMs(Date.parse(ask.now)) });
  const projected = encoder.encode(canonicalJson(state));
  const reply: EngineReply = {
    engine: { name: engine.name, version: version.version },
    decision: decided.decision,
    remember: decided.remember,
    config,
    config_hash: sha256(canonicalJson(config)),
    state_hash: sha256(projected),
    price_snapshot: used.prices?.id ?? null,
    pool_snapshot: used.pools?.id ?? null,
    build: task.build,
  };
  return { ok: true, reply: encoder.encode(JSON.stringify(reply)), projected: new Uint8Array(zstdCompressSync(projected)) };
};

interface UsedSnapshots {
  readonly prices: SharedSnapshot | undefined;
  readonly pools: SharedSnapshot | undefined;
}

/** Only what the engine has declared to need. */
const snapshotsFor = ({ needs }: Engine, { prices, pools }: DecideTask, region: string | undefined): UsedSnapshots => ({
  prices: needs.includes('prices') ? prices.find((snapshot) => snapshot.key === region) : undefined,
  pools: needs.includes('pools') ? (pools ?? undefined) : undefined,
});

const readState = (engine: Engine, { ask, state }: DecideTask): unknown => {
  if (ask.state_form === 'projected') return JSON.parse(decoder.decode(zstdDecompressSync(state ?? new Uint8Array(), { maxOutputLength: MAX_STATE_BYTES })));
  return engine.project(state === undefined || state.byteLength === 0 ? {} : parse(state));
};

const parse = (state: Uint8Array): unknown => {
  try {
    return JSON.parse(strictDecoder.decode(state));
  } catch (cause) {
    throw new AppError('BAD_JSON', `current_state is not valid JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`, { path: 'current_state', cause });
  }
};

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
