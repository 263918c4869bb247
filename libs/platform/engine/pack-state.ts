import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { canonicalPieces } from '@ml/state/canonical-json';
import { Packer } from '../bus/packer';
import type { Stopwatch } from './stopwatch';

/** A projected state as it is stored: canonical JSON, zstd. */
export interface PackedState {
  readonly bytes: Uint8Array;
  /** Bytes when opened. */
  readonly size: number;
  /** Of the opened bytes, hex. */
  readonly sha256: string;
}

/** A large state is hashed and compressed while it is written: its text never exists as a whole. */
export const packState = async (state: unknown, watch: Stopwatch): Promise<PackedState> => {
  const pieces = canonicalPieces(state);
  const first = bytesOf(pieces.next());
  const second = pieces.next();
  watch.lap('canonicalize');
  if (second.done === true) return packWhole(first, watch);
  const packer = new Packer();
  await packer.write(first);
  for (let next: IteratorResult<string, void> = second; next.done !== true; next = pieces.next()) {
    const bytes = bytesOf(next);
    watch.lap('canonicalize');
    await packer.write(bytes);
    watch.lap('compress');
  }
  const packed = await packer.finish();
  const compressed = await packed.load();
  watch.lap('compress');
  return { ...packed.facts, bytes: compressed };
};

const packWhole = (bytes: Uint8Array, watch: Stopwatch): PackedState => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const packed = new Uint8Array(zstdCompressSync(bytes));
  watch.lap('compress');
  return { bytes: packed, size: bytes.byteLength, sha256 };
};

const bytesOf = (piece: IteratorResult<string, void>): Buffer => Buffer.from(piece.done === true ? '' : piece.value);
