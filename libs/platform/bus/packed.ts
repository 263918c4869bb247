import { createHash } from 'node:crypto';

/** Bytes from which on raw bytes are packed: below, compressing costs more than it saves on a local network. */
export const PACK_ABOVE = 256 * 1024;

export interface PackedFacts {
  /** Bytes when opened. */
  readonly size: number;
  /** SHA-256 of the opened bytes, hex. */
  readonly sha256: string;
}

/** Where packed bytes are: at hand, or in the blob store. */
export type PackedPlace = { readonly bytes: Uint8Array } | { readonly blob: string; fetch(): Promise<Uint8Array> };

/** Many raw bytes as they travel: compressed with zstd and hashed once, where they enter the fleet, passed on by reference, opened only by whoever reads them. */
export class Packed {
  constructor(
    readonly facts: PackedFacts,
    readonly place: PackedPlace,
  ) {}

  /** Compressed. @throws AppError NOT_FOUND when they have expired */
  load(): Promise<Uint8Array> {
    return 'bytes' in this.place ? Promise.resolve(this.place.bytes) : this.place.fetch();
  }
}

/** Raw bytes beside a body. */
export type Attachment = Uint8Array | Packed;

/** SHA-256 of the opened bytes, hex; of none, that of no bytes. */
export const sha256Of = (attachment: Attachment | undefined): string =>
  attachment instanceof Packed
    ? attachment.facts.sha256
    : createHash('sha256')
        .update(attachment ?? new Uint8Array())
        .digest('hex');

/** Bytes when opened. */
export const sizeOf = (attachment: Attachment | undefined): number => (attachment instanceof Packed ? attachment.facts.size : (attachment?.byteLength ?? 0));
