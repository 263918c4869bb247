import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { AppError } from '@ml/contracts/app-error';
import type { NodeCount } from '@ml/contracts/cluster-snapshots';
import { replying } from '@ml/platform/thread-reply';
import { canonicalJson } from '@ml/state/canonical-json';
import { currentState } from '@ml/state/current-state';
import { readNodes } from '@ml/state/kubernetes/node';
import { fallback, optional } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import { countNodes } from './count-nodes';
import { countObjects, pruneState } from './prune-state';

/** A state as it came over the bus; a large one is still packed, so that nobody else opens it. */
export interface SnapshotTask {
  readonly bytes: Uint8Array;
  readonly packed: boolean;
  /** Bytes when opened. */
  readonly size: number;
  /** RFC 3339: when it was observed, unless it says so itself. */
  readonly receivedAt: string;
}

/** What is known of a state once it has been read. */
export interface ReadSnapshot {
  /** Milliseconds since the epoch. */
  readonly observedAt: number;
  readonly stateHash: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly nodes: readonly NodeCount[];
  /** Pruned, canonical JSON, zstd. */
  readonly kept: Uint8Array;
  /** Bytes of it when opened. */
  readonly keptBytes: number;
}

/** Bytes that are no UTF-8 must not silently become other names. */
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Read as an engine reads them, so that what would be refused at every scan is refused at the door, with its path. */
const readHead = currentState({ observed_at: optional(time), nodes: fallback(readNodes, []) });

const parse = (state: Uint8Array): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(decoder.decode(state)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new AppError('BAD_JSON', `current_state is not valid JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`, { path: 'current_state', cause });
  }
};

/** One step: many small ones cost more than inflating. */
const MIN_STEP = 64;

const open = ({ bytes, packed, size }: SnapshotTask): Uint8Array => (packed ? zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, size), chunkSize: Math.max(MIN_STEP, size) }) : bytes);

const readSnapshot = (task: SnapshotTask): ReadSnapshot => {
  const posted = parse(open(task));
  const { observed_at, nodes } = readHead(posted);
  // Whoever decides on it later must know how old it is, also when the caller does not say.
  const pruned = { ...pruneState(posted), ...(observed_at === null && { observed_at: task.receivedAt }) };
  const bytes = Buffer.from(canonicalJson(pruned));
  return {
    observedAt: observed_at ?? Date.parse(task.receivedAt),
    stateHash: createHash('sha256').update(bytes).digest('hex'),
    counts: countObjects(pruned),
    nodes: countNodes(nodes),
    kept: new Uint8Array(zstdCompressSync(bytes)),
    keptBytes: bytes.byteLength,
  };
};

/** Runs in a worker thread: a state of 100,000 pods takes seconds to parse, and others wait for the event loop. */
export const read = replying(readSnapshot);
