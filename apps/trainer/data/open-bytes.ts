import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const GZIP = Buffer.from([0x1f, 0x8b]);

/** The bytes of a file, inflated when its first bytes say that it is compressed, whatever its name says. */
export const openBytes = async (path: string): Promise<Readable> => {
  const head = await headOf(path, 4);
  const file = createReadStream(path);
  if (head.subarray(0, 2).equals(GZIP)) return inflated(file, createGunzip());
  return head.equals(ZSTD) ? inflated(file, createZstdDecompress()) : file;
};

const inflated = (file: Readable, inflate: Transform): Readable => {
  // An error of either part is seen where the bytes are read.
  pipeline(file, inflate).catch(() => undefined);
  return Readable.from(inflate, { objectMode: false });
};

/** The first bytes of a file as it lies there, fewer when it is shorter. */
export const headOf = async (path: string, bytes: number): Promise<Buffer> => {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};
