import { createHash } from 'node:crypto';
import { nextTurn } from '../next-turn';

/** Bytes that are hashed before others get their turn: one or two milliseconds. */
const PIECE = 1024 * 1024;

/** `sha256:<hex>`. A blob may be tens of megabytes: the event loop is left to others now and then. */
export const blobId = async (bytes: Uint8Array): Promise<string> => {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.byteLength; at += PIECE) {
    if (at > 0) await nextTurn();
    hash.update(bytes.subarray(at, at + PIECE));
  }
  return `sha256:${hash.digest('hex')}`;
};
