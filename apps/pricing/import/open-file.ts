import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const ZSTD_MAGIC = 0xfd2fb528;
const GZIP_MAGIC = 0x8b1f;

/** The text of a file, inflated when its first bytes say that it is compressed, whatever its name says. */
export const openText = async (path: string): Promise<Readable> => {
  const inflate = inflateFor(await firstBytes(path));
  const text = new PassThrough();
  const file = createReadStream(path);
  // An error of any part becomes an error of the text; whoever reads it sees it.
  const flow = inflate === null ? pipeline(file, text) : pipeline(file, inflate, text);
  flow.catch((error: unknown) => text.destroy(error instanceof Error ? error : new Error(String(error))));
  return text;
};

const inflateFor = (bytes: Buffer): NodeJS.ReadWriteStream | null => {
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === ZSTD_MAGIC) return createZstdDecompress();
  return bytes.length >= 2 && bytes.readUInt16LE(0) === GZIP_MAGIC ? createGunzip() : null;
};

const firstBytes = async (path: string): Promise<Buffer> => {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};
