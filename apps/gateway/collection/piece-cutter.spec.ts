import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieceBytes } from './piece-bytes';
import { PieceCutter, type Piece } from './piece-cutter';

const cut = (bytes: Uint8Array, step = bytes.length): readonly Piece[] => {
  const cutter = new PieceCutter();
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; at += step) pieces.push(...cutter.feed(bytes.subarray(at, at + step)));
  const last = cutter.end();
  return last === undefined ? pieces : [...pieces, last];
};
const elements = (pieces: readonly Piece[]): unknown => JSON.parse(JSON.stringify(pieces.map(({ resources }) => JSON.parse(Buffer.from(pieceBytes(resources)).toString()) as unknown).flat()));
const list = (text: string): Buffer => Buffer.from(text);

describe('cutting a list of resources', () => {
  it('gives back every element of any list, cut alike however its bytes arrive', () => {
    const written = fc.tuple(fc.array(fc.jsonValue(), { maxLength: 30 }), fc.constantFrom(0, 1, '\t'));
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 50 }), ([values, indent], step) => {
        const bytes = list(JSON.stringify(values, null, indent));
        expect(elements(cut(bytes, step))).toEqual(JSON.parse(JSON.stringify(values)));
        expect(cut(bytes, step).map(({ first, resources }) => [first, resources.length])).toEqual(cut(bytes).map(({ first, resources }) => [first, resources.length]));
      }),
    );
  });

  it('takes at most 500 resources and 512 KB to a piece, and one that is larger alone', () => {
    const many = cut(list(JSON.stringify(Array.from({ length: 1_201 }, (_, id) => ({ id })))));
    expect(many.map(({ first, resources }) => [first, resources.length])).toEqual([[0, 500], [500, 500], [1_000, 201]]);
    const large = { id: 'x'.repeat(600_000) };
    expect(cut(list(JSON.stringify([{ id: 1 }, large, { id: 2 }]))).map(({ first, resources }) => [first, resources.length])).toEqual([[0, 1], [1, 1], [2, 1]]);
    const halves = cut(list(JSON.stringify(Array.from({ length: 3 }, () => ({ id: 'x'.repeat(200_000) })))));
    expect(halves.map(({ resources }) => pieceBytes(resources).length <= 512 * 1024)).toEqual([true, true]);
  });

  it('does not even hold what is far too large, and goes on behind it', () => {
    const bytes = list(`[{"a":1},{"b":"${'x'.repeat(9_000_000)}"},{"c":3}]`);
    const pieces = cut(bytes, 100_000);
    expect(elements(pieces)).toEqual([{ a: 1 }, null, { c: 3 }]);
    expect(pieces.flatMap(({ tooLarge }) => tooLarge)).toEqual([1]);
  });

  it.each(['[,]', '[{},]', '[{}{}]', '[1 2]', '["a""b"]', '[{},,{}]'])('refuses %s, a list that is none', (text) => {
    expect(() => cut(list(text))).toThrow(expect.objectContaining({ code: 'BAD_JSON' }) as Error);
  });

  it('leaves a token that JSON does not know to whoever parses it', () => {
    expect(cut(list('[{"a":NaN},NaN]')).flatMap(({ resources }) => resources.map((bytes) => Buffer.from(bytes).toString()))).toEqual(['{"a":NaN}', 'NaN']);
  });

  it('refuses more resources than a scan may have', () => {
    expect(() => cut(list(`[${'1,'.repeat(200_000)}1]`))).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'resources' }) as Error);
    expect(cut(list(`[${'1,'.repeat(199_999)}1]`))).toHaveLength(400);
  });
});
