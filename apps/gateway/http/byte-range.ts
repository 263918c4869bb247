import type { FastifyRequest } from 'fastify';

/** Bytes of a file, the first and the last included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

const ONE_RANGE = /^bytes=(\d{1,15})?-(\d{1,15})?$/;

/**
 * What `Range` asks for of a file of that size, unless it asks for a part of what the file was before (`If-Range`).
 * undefined: all of it, also where several parts are asked for; `beyond`: nothing of it.
 */
export const rangeOf = ({ headers }: Pick<FastifyRequest, 'headers'>, { tag, size }: { readonly tag: string; readonly size: number }): ByteRange | 'beyond' | undefined => {
  const ifRange = headers['if-range'];
  if (ifRange !== undefined && ifRange !== tag) return undefined;
  const [, from, to] = ONE_RANGE.exec(headers.range ?? '') ?? [];
  if (from !== undefined) return between(Number(from), to === undefined ? size - 1 : Number(to), size);
  return to === undefined ? undefined : atTheEnd(Number(to), size);
};

const between = (first: number, last: number, size: number): ByteRange | 'beyond' | undefined => {
  if (first >= size) return 'beyond';
  return last < first ? undefined : { first, last: Math.min(last, size - 1) };
};

const atTheEnd = (bytes: number, size: number): ByteRange | 'beyond' => (bytes === 0 || size === 0 ? 'beyond' : { first: Math.max(0, size - bytes), last: size - 1 });

/** The bytes of a range. What lies before it is read and left out; up to the end of the file whoever reads sees whether all of it is what its hash says. */
export async function* bytesWithin(pieces: AsyncIterable<Uint8Array>, { first, last }: ByteRange): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const piece of pieces) {
    const start = at;
    if (start > last) return;
    at += piece.byteLength;
    if (at > first) yield piece.subarray(Math.max(0, first - start), last + 1 - start);
  }
}
