import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdCompressSync } from 'node:zlib';
import { passedBy } from '../passing-bytes';
import { Packed } from './packed';

const FASTEST = { chunkSize: 64 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 1 } } as const;
/** Up to here it takes a millisecond or two, and handing it to another thread costs more than that. */
const HERE = 1024 * 1024;

const compress = promisify(zstdCompress);

/** Packs bytes that are all there, and that nobody needs afterwards. They must not be changed before it resolves. */
export const packBytes = async (bytes: Uint8Array): Promise<Packed> => {
  const packed = bytes.byteLength <= HERE ? zstdCompressSync(bytes, FASTEST) : await compress(bytes, FASTEST);
  const facts = { size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
  passedBy(bytes.byteLength);
  return new Packed(facts, { bytes: packed });
};
