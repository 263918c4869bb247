import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { AppError } from '@ml/contracts/app-error';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Above this a payload is compressed: below, compressing costs more than it saves on a local network. */
const COMPRESS_ABOVE = 256 * 1024;
/** Above this it travels by reference; the server's own limit is 1 MiB. */
const INLINE_LIMIT = 900 * 1024;
const FASTEST_LEVEL = 1;
const MAX_INFLATED = 512 * 1024 * 1024;

/** One body (JSON) and perhaps raw bytes beside it. */
export interface Parcel {
  readonly json: Uint8Array;
  readonly attachment: Uint8Array | undefined;
}

/** How a parcel lies on the wire; `marks` become headers. */
export interface Frame {
  readonly payload: Uint8Array;
  readonly marks: Readonly<FrameMarks>;
}

export interface FrameMarks {
  /** Bytes of JSON before the attachment; absent without one. */
  json?: string;
  encoding?: 'zstd';
  /** The blob that holds the payload. */
  blob?: string;
}

/** Where payloads above the limit go. */
export interface BlobDepot {
  put(bytes: Uint8Array, kind: 'transient'): Promise<string>;
  get(id: string): Promise<Uint8Array>;
}

const EMPTY = new Uint8Array(0);

/** Small parcels pass through untouched: no copy, no header. */
export const packFrame = async ({ json, attachment }: Parcel, depot: BlobDepot): Promise<Frame> => {
  const marks: FrameMarks = attachment === undefined ? {} : { json: String(json.byteLength) };
  let payload = attachment === undefined ? json : Buffer.concat([json, attachment]);
  if (payload.byteLength > COMPRESS_ABOVE) {
    payload = await compress(payload, { params: { [constants.ZSTD_c_compressionLevel]: FASTEST_LEVEL } });
    marks.encoding = 'zstd';
  }
  if (payload.byteLength <= INLINE_LIMIT) return { payload, marks };
  return { payload: EMPTY, marks: { ...marks, blob: await depot.put(payload, 'transient') } };
};

export const unpackFrame = async ({ payload, marks }: Frame, depot: BlobDepot): Promise<Parcel> => {
  let bytes = marks.blob === undefined ? payload : await depot.get(marks.blob);
  if (marks.encoding === 'zstd') bytes = await inflate(bytes);
  if (marks.json === undefined) return { json: bytes, attachment: undefined };
  const length = Number(marks.json);
  return { json: bytes.subarray(0, length), attachment: bytes.subarray(length) };
};

const inflate = async (bytes: Uint8Array): Promise<Uint8Array> => {
  try {
    return await decompress(bytes, { maxOutputLength: MAX_INFLATED });
  } catch (cause) {
    throw new AppError('BAD_ENCODING', 'a message on the bus cannot be inflated', { cause });
  }
};
