import { createGunzip, createZstdDecompress } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** More than any frame of a spec holds. */
const MOST = 64 * 1024 * 1024;
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const PARQUET = Buffer.from('PAR1');

/** What can be read of a frame that begins there, though it is followed by other bytes, or cut off. */
const inflate = (bytes: Buffer, stream: NodeJS.ReadWriteStream): Promise<Buffer> =>
  new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const done = (): void => resolve(Buffer.concat(pieces));
    stream.on('data', (piece: Buffer) => {
      pieces.push(piece);
      size += piece.length;
      if (size > MOST) done();
    });
    stream.on('error', done).on('end', done).on('close', done);
    stream.end(bytes);
  });

const starts = (bytes: Buffer, magic: Buffer): readonly number[] => {
  const places: number[] = [];
  for (let at = bytes.indexOf(magic); at !== -1; at = bytes.indexOf(magic, at + 1)) places.push(at);
  return places;
};

const rowsOf = async (bytes: Buffer): Promise<readonly Buffer[]> => {
  if (!bytes.subarray(0, 4).equals(PARQUET)) return [];
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const rows = await parquetReadObjects({ file, metadata: parquetMetadata(file), compressors });
  return [Buffer.from(JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))];
};

/** The bytes, and what is packed in them wherever it begins: zstd, gzip, Parquet. */
export const unpacked = async (bytes: Buffer): Promise<readonly Buffer[]> => {
  const zstd = starts(bytes, ZSTD).map((at) => inflate(bytes.subarray(at), createZstdDecompress()));
  const gzip = starts(bytes, GZIP).map((at) => inflate(bytes.subarray(at), createGunzip()));
  return [bytes, ...(await Promise.all([...zstd, ...gzip])), ...(await rowsOf(bytes))];
};
