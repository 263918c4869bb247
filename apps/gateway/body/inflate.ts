import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';
import type { Transform } from 'node:stream';
import { AppError } from '@ml/contracts/app-error';
import { passedBy } from '@ml/platform/passing-bytes';
import { tooLarge } from './too-large';

/** Bytes that one step of inflation yields: large enough to be fast, small enough to leave the event loop free. */
const STEP = { chunkSize: 256 * 1024 } as const;
/** The encoder chooses the window and so our memory: 8 MB, what zstd itself uses up to level 19. */
const ZSTD = { ...STEP, params: { [constants.ZSTD_d_windowLogMax]: 23 } } as const;
const DEFLATE_METHOD = 8;

/** `deflate` means the zlib form; some clients send it without its header. */
const inflaterFor = (wire: Buffer): Transform => (((wire[0] ?? 0) & 0x0f) === DEFLATE_METHOD ? createInflate(STEP) : createInflateRaw(STEP));

const INFLATERS = {
  gzip: () => createGunzip(STEP),
  'x-gzip': () => createGunzip(STEP),
  deflate: inflaterFor,
  br: () => createBrotliDecompress(STEP),
  zstd: () => createZstdDecompress(ZSTD),
} as const satisfies Record<string, (wire: Buffer) => Transform>;

export type ContentEncoding = keyof typeof INFLATERS;

const isContentEncoding = (text: string): text is ContentEncoding => Object.hasOwn(INFLATERS, text);

/** Refused before the body is read. undefined: not compressed. `unquoted`: the refusal does not repeat it. */
export const contentEncoding = (header: string | undefined, unquoted = false): ContentEncoding | undefined => {
  const text = (header ?? '').trim().toLowerCase();
  if (text === '' || text === 'identity') return undefined;
  if (isContentEncoding(text)) return text;
  throw new AppError('UNSUPPORTED_MEDIA_TYPE', `the content encoding must be one of gzip, deflate, br, zstd${unquoted ? '' : `, not ${JSON.stringify(text.slice(0, 40))}`}`, {
    path: 'Content-Encoding',
  });
};

interface Inflation {
  readonly wire: Buffer;
  readonly encoding: ContentEncoding;
  /** Bytes: what is inflated beyond it is never looked at. */
  readonly limit: number;
}

/** Hands over the inflated bytes piece by piece, each when the one before is dealt with, until false says that it is enough; off the event loop, and never more than one piece at a time in memory. */
export const inflate = async ({ wire, encoding, limit }: Inflation, onChunk: (chunk: Buffer) => unknown): Promise<void> => {
  const inflater = INFLATERS[encoding](wire);
  inflater.on('error', () => undefined).end(wire);
  let size = 0;
  try {
    for await (const chunk of inflater as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLarge('the inflated body', limit);
      if ((await onChunk(chunk)) === false) return;
      passedBy(chunk.length);
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('BAD_ENCODING', `the body is not valid ${encoding}`, { path: 'Content-Encoding', cause: error });
  } finally {
    inflater.destroy();
  }
};
