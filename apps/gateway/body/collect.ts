import { PACK_ABOVE, type Attachment } from '@ml/platform/bus/packed';
import { Packer } from '@ml/platform/bus/packer';

/** Takes the bytes of one value as they come by. */
export interface Collector<Bytes> {
  take(piece: Uint8Array): void | Promise<void>;
  finish(): Bytes | Promise<Bytes>;
}

/** A value that is small enough to be held. */
export const holding = (size: number): Collector<Uint8Array> => {
  const bytes = Buffer.allocUnsafeSlow(size);
  let at = 0;
  return {
    take: (piece) => {
      bytes.set(piece, at);
      at += piece.length;
    },
    finish: () => bytes,
  };
};

/** A value that is passed on: a large one is compressed as it comes by and never held as a whole. */
export const passingOn = (size: number): Collector<Attachment> => {
  if (size <= PACK_ABOVE) return holding(size);
  const packer = new Packer();
  return { take: (piece) => packer.write(piece), finish: () => packer.finish() };
};
