import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { AppError } from '@ml/contracts/app-error';
import { Packed, PACK_ABOVE, type Attachment } from './packed';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Above this it travels by reference; the server's own limit is 1 MiB. */
const INLINE_LIMIT = 900 * 1024;
const FASTEST_LEVEL = 1;
const MAX_INFLATED = 512 * 1024 * 1024;
/** Bytes that one step of compression or inflation yields: many small ones cost more than the work itself. */
const STEP = 256 * 1024;

/** One body (JSON) and perhaps raw bytes beside it. */
export interface Parcel {
  readonly json: Uint8Array;
  readonly attachment: Attachment | undefined;
  /** Bytes that hardly shrink, such as numbers: compressed only when they would not fit into one message. */
  readonly dense?: boolean;
}

/** How a parcel lies on the wire; `marks` become headers. */
export interface Frame {
  readonly payload: Uint8Array;
  readonly marks: Readonly<FrameMarks>;
}

export interface FrameMarks {
  /** Bytes of JSON before the attachment; absent without one, or when it lies elsewhere. */
  json?: string;
  encoding?: 'zstd';
  /** The blob that holds the payload. */
  blob?: string;
  /** Size and hash of an attachment that is packed, and the blob that holds it unless it follows the JSON. */
  packed?: string;
}

/** Where payloads above the limit go. */
export interface BlobDepot {
  put(bytes: Uint8Array, kind: 'transient'): Promise<string>;
  get(id: string): Promise<Uint8Array>;
}

const EMPTY = new Uint8Array(0);

/** Small parcels pass through untouched: no copy, no header. */
export const packFrame = async ({ json, attachment, dense = false }: Parcel, depot: BlobDepot): Promise<Frame> => {
  if (attachment instanceof Packed) return packBeside(json, attachment, depot);
  const marks: FrameMarks = attachment === undefined ? {} : { json: String(json.byteLength) };
  let payload = attachment === undefined ? json : Buffer.concat([json, attachment]);
  if (payload.byteLength > (dense ? INLINE_LIMIT : PACK_ABOVE)) {
    payload = await compress(payload, { chunkSize: STEP, params: { [constants.ZSTD_c_compressionLevel]: FASTEST_LEVEL } });
    marks.encoding = 'zstd';
  }
  if (payload.byteLength <= INLINE_LIMIT) return { payload, marks };
  return { payload: EMPTY, marks: { ...marks, blob: await depot.put(payload, 'transient') } };
};

/** What is packed already follows the JSON or is named by it; it is neither copied into one payload nor compressed again. */
const packBeside = async (json: Uint8Array, { facts, place }: Packed, depot: BlobDepot): Promise<Frame> => {
  const packed = `${facts.size} ${facts.sha256}`;
  if ('bytes' in place && json.byteLength <= PACK_ABOVE && json.byteLength + place.bytes.byteLength <= INLINE_LIMIT) {
    return { payload: Buffer.concat([json, place.bytes]), marks: { json: String(json.byteLength), packed } };
  }
  const blob = 'blob' in place ? place.blob : await depot.put(place.bytes, 'transient');
  const { payload, marks } = await packFrame({ json, attachment: undefined }, depot);
  return { payload, marks: { ...marks, packed: `${packed} ${blob}` } };
};

export const unpackFrame = async ({ payload, marks }: Frame, depot: BlobDepot): Promise<Parcel> => {
  let bytes = marks.blob === undefined ? payload : await depot.get(marks.blob);
  if (marks.encoding === 'zstd') bytes = await inflate(bytes);
  const length = marks.json === undefined ? bytes.byteLength : Number(marks.json);
  const json = bytes.subarray(0, length);
  if (marks.packed !== undefined) return { json, attachment: unpack(marks.packed, bytes.subarray(length), depot) };
  return { json, attachment: marks.json === undefined ? undefined : bytes.subarray(length) };
};

const unpack = (mark: string, beside: Uint8Array, depot: BlobDepot): Packed => {
  const [size = '', sha256 = '', blob] = mark.split(' ');
  const place = blob === undefined ? { bytes: beside } : { blob, fetch: () => depot.get(blob) };
  return new Packed({ size: Number(size), sha256 }, place);
};

const inflate = async (bytes: Uint8Array): Promise<Uint8Array> => {
  try {
    return await decompress(bytes, { maxOutputLength: MAX_INFLATED, chunkSize: STEP });
  } catch (cause) {
    throw new AppError('BAD_ENCODING', 'a message on the bus cannot be inflated', { cause });
  }
};
