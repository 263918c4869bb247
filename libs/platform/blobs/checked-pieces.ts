import { createHash } from 'node:crypto';
import { AppError } from '@ml/contracts/app-error';

/** The pieces as they come. @throws AppError UNAVAILABLE after the last one when they are not what the name says, or when the store breaks off */
export async function* checkedPieces(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      yield piece;
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError('UNAVAILABLE', 'the blob store stopped in the middle of a blob', { details: { blob: name }, cause });
  }
  if (`sha256:${hash.digest('hex')}` !== name) throw new AppError('UNAVAILABLE', 'the blob store gave other bytes than the name says', { details: { blob: name } });
}
