import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ImportFault } from './import-fault';

const ZSTD_MAGIC = 0xfd2fb528;
const GZIP_MAGIC = 0x8b1f;

/** The text of a file, inflated when its first bytes say that it is compressed, whatever its name says. */
export const openText = async (path: string): Promise<Readable> => {
  const inflate = inflateFor(await firstBytes(path));
  const file = createReadStream(path);
  return inflate === null ? file : Readable.from(inflated(file, inflate), { objectMode: false });
};

/** @throws ImportFault: what zlib says of a file that ends too early says nothing to whoever brought it. */
async function* inflated(file: Readable, inflate: Transform): AsyncGenerator<Buffer> {
  // An error of either part is seen where the text is read.
  pipeline(file, inflate).catch(() => undefined);
  try {
    yield* inflate as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new ImportFault(`the compressed file is cut off or broken: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const inflateFor = (bytes: Buffer): Transform | null => {
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
