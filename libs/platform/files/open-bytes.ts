import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const GZIP = Buffer.from([0x1f, 0x8b]);

type Fault = new (message: string, options: ErrorOptions) => Error;

/** The bytes of a file, inflated when its first bytes say that it is compressed, whatever its name says. Reading them throws a `Fault` when the compressed file is broken. */
export const openBytes = async (path: string, Fault: Fault = Error): Promise<Readable> => {
  const inflate = inflateFor(await headOf(path, ZSTD.length));
  const file = createReadStream(path);
  return inflate === null ? file : Readable.from(inflated(file, inflate, Fault), { objectMode: false });
};

/** What zlib says of a file that ends too early says nothing to whoever brought it. */
async function* inflated(file: Readable, inflate: Transform, Fault: Fault): AsyncGenerator<Buffer> {
  // An error of either part is seen where the bytes are read.
  pipeline(file, inflate).catch(() => undefined);
  try {
    yield* inflate as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new Fault(`the compressed file is cut off or broken: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const inflateFor = (head: Buffer): Transform | null => {
  if (head.equals(ZSTD)) return createZstdDecompress();
  return head.subarray(0, GZIP.length).equals(GZIP) ? createGunzip() : null;
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
