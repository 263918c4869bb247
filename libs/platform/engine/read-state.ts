import { isAscii } from 'node:buffer';
import { zstdDecompressSync } from 'node:zlib';
import { AppError } from '@ml/contracts/app-error';
import type { Engine } from '@ml/engine-kernel/engine';
import type { Stopwatch } from './stopwatch';
import type { TaskState } from './task-state';

const MAX_STATE_BYTES = 1024 * 1024 * 1024;
/** Bytes of output at a time where nobody knows how many there will be. */
const STEP = 256 * 1024;
const MIN_STEP = 64;
const decoder = new TextDecoder();
/** Bytes that are no UTF-8 must not silently become other names. */
const strictDecoder = new TextDecoder('utf-8', { fatal: true });

interface GivenState {
  readonly state: TaskState | undefined;
  /** By an earlier decision. */
  readonly stored: boolean;
}

/** The state as the engine reads it: projected from what was posted, or as an earlier decision stored it. */
export const readState = (engine: Engine, { state, stored }: GivenState, watch: Stopwatch): unknown => {
  const bytes = open(state);
  watch.lap('inflate');
  if (stored) {
    const read: unknown = JSON.parse(decoder.decode(zstdDecompressSync(bytes, { maxOutputLength: MAX_STATE_BYTES, chunkSize: STEP })));
    watch.lap('parse');
    return read;
  }
  const posted = bytes.byteLength === 0 ? {} : parse(bytes);
  watch.lap('parse');
  const projected = engine.project(posted);
  watch.lap('project');
  return projected;
};

const open = (state: TaskState | undefined): Uint8Array => {
  if (state === undefined) return new Uint8Array();
  if (!state.packed) return state.bytes;
  return zstdDecompressSync(state.bytes, { maxOutputLength: Math.max(1, state.size), chunkSize: Math.max(MIN_STEP, state.size) });
};

const parse = (state: Uint8Array): unknown => {
  try {
    return JSON.parse(decode(state));
  } catch (cause) {
    throw new AppError('BAD_JSON', `current_state is not valid JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`, { path: 'current_state', cause });
  }
};

/** Kubernetes and AWS objects are ASCII but for somebody's label: five times as fast to read as such. */
const decode = (bytes: Uint8Array): string =>
  isAscii(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') : strictDecoder.decode(bytes);
