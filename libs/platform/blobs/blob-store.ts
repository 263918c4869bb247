import type { BlobKind } from './buckets';

/** Bytes by their own hash: the same bytes are stored once, a name never changes its meaning. */
export abstract class BlobStore {
  /** @returns `sha256:<hex>` */
  abstract put(bytes: Uint8Array, kind: BlobKind): Promise<string>;
  /** @throws AppError NOT_FOUND when it was never there or has expired */
  abstract get(id: string): Promise<Uint8Array>;
  abstract has(id: string): Promise<boolean>;
}
