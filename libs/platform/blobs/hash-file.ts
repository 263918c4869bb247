import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const PIECE = 1024 * 1024;

/** `sha256:<hex>` of a file of any size. */
export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) hash.update(piece as Buffer);
  return `sha256:${hash.digest('hex')}`;
};
