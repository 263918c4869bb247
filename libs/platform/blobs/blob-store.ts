import type { BlobKind } from './buckets';

/** A blob as it is read piece by piece. */
export interface BlobStream {
  readonly sizeBytes: number;
  /** Fails after the last piece when the bytes are not those of the name. What is not read is not fetched. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

export interface Sweep {
  /** A blob younger than this stays, whoever names it: somebody may be about to. */
  readonly olderThanMs: number;
  readonly keeps: (id: string) => boolean;
}

/** Bytes by their own hash: the same bytes are stored once, a name never changes its meaning. */
export abstract class BlobStore {
  /** @returns `sha256:<hex>` */
  abstract put(bytes: Uint8Array, kind: BlobKind): Promise<string>;
  /** As `put`; the file is read twice and never whole in memory. @returns `sha256:<hex>` */
  abstract putFile(path: string, kind: BlobKind): Promise<string>;
  /** @throws AppError NOT_FOUND when it was never there or has expired */
  abstract get(id: string): Promise<Uint8Array>;
  /** @throws AppError NOT_FOUND as `get`; UNAVAILABLE while reading, when the store stops answering */
  abstract stream(id: string): Promise<BlobStream>;
  /** The file is there under its name once all of it is, and is what the blob's name says. @throws AppError as `stream` */
  abstract fetchTo(id: string, path: string): Promise<void>;
  abstract has(id: string): Promise<boolean>;
  /** Nothing happens when it is not there. */
  abstract delete(id: string, kind: BlobKind): Promise<void>;
  /** Deletes what nobody names, and what is left of writers that died. @returns how many */
  abstract sweep(kind: BlobKind, sweep: Sweep): Promise<number>;
}
