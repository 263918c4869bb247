import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesWithin, rangeOf } from './byte-range';

const SIZE = 1_000;
const asked = (range: string | undefined, ifRange?: string) => rangeOf({ headers: { range, ...(ifRange !== undefined && { 'if-range': ifRange }) } }, { tag: '"tag"', size: SIZE });

describe('a range of a file', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=100-199', { first: 100, last: 199 }],
    ['bytes=999-', { first: 999, last: 999 }],
    ['bytes=0-5000', { first: 0, last: 999 }],
    ['bytes=-10', { first: 990, last: 999 }],
    ['bytes=-5000', { first: 0, last: 999 }],
    ['bytes=1000-', 'beyond'],
    ['bytes=-0', 'beyond'],
    ['bytes=5-4', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,5-6', undefined],
    ['rows=0-1', undefined],
    [undefined, undefined],
  ])('is %s of 1,000 bytes', (given, range) => {
    expect(asked(given)).toEqual(range);
  });

  it('is all of it when the file is another one by now', () => {
    expect([asked('bytes=5-', '"tag"'), asked('bytes=5-', '"other"'), asked('bytes=5-', 'W/"tag"')]).toEqual([{ first: 5, last: 999 }, undefined, undefined]);
    expect(rangeOf({ headers: { range: 'bytes=-5' } }, { tag: '"tag"', size: 0 })).toBe('beyond');
  });

  it('has the bytes of the whole from the first to the last, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 20 })), fc.nat(100), fc.nat(100), async (pieces, a, b) => {
        const range = { first: Math.min(a, b), last: Math.max(a, b) };
        const source = async function* (): AsyncGenerator<Uint8Array> {
          yield* pieces;
        };
        const read: Uint8Array[] = [];
        for await (const piece of bytesWithin(source(), range)) read.push(piece);
        expect(Buffer.concat(read)).toEqual(Buffer.concat(pieces).subarray(range.first, range.last + 1));
      }),
    );
  });
});
