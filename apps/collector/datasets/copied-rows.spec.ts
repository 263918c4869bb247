import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRow } from '@ml/persistence/copy';
import type { ColumnType } from '@ml/domain/collection/dataset';
import { RowCutter, wholeLines, type CopiedRow } from './copied-rows';

const TYPES: readonly { readonly type: ColumnType }[] = [{ type: 'word' }, { type: 'text' }, { type: 'json' }];
const FIELD = fc.option(fc.oneof(fc.constantFrom('', '\\N', 'N', 'aws', '\t', '\n', '\\', 'é', '{"a": "b\\"c"}', 'x'.repeat(200)), fc.string({ unit: 'binary-ascii' }).map((text) => text.replaceAll('\0', '')), fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))), { nil: null });
const ROWS = fc.array(fc.tuple(FIELD, FIELD, FIELD), { maxLength: 40 });

/** What lies in the bytes, if it is what is meant. */
const lyingIn = (row: CopiedRow, at: number): string | null => (row.isNull(at) || row.hasEscape(at) ? row.text(at) : row.bytes.toString('utf8', row.starts[at], row.ends[at]));

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield Promise.resolve(bytes.subarray(at, at + size)) as unknown as Buffer;
    at += size;
  }
}

describe('rows as COPY writes them', () => {
  it('are the rows that were written, wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(ROWS, fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }), async (rows, sizes) => {
        const bytes = Buffer.from(rows.map((row) => encodeRow(row)).join(''));
        const cutter = new RowCutter(TYPES);
        const read: unknown[] = [];
        let count = 0;
        for await (const lines of wholeLines(inPieces(bytes, sizes))) {
          count += cutter.eachRow(lines, (row) => {
            const texts = TYPES.map((_, at) => row.text(at));
            expect(TYPES.map((_, at) => lyingIn(row, at))).toEqual(texts);
            expect(TYPES.map((_, at) => row.isNull(at) || row.hasEscape(at))).toEqual(TYPES.map((_, at) => row.bytes.subarray(row.starts[at], row.ends[at]).includes('\\')));
            expect(TYPES.map((_, at) => row.isNull(at))).toEqual(texts.map((text) => text === null));
            read.push(texts);
          });
        }
        expect(read).toEqual(rows);
        expect(count).toBe(rows.length);
      }),
    );
  });

  it('hold numbers that are the nearest of their decimals, without becoming texts', () => {
    const decimal = fc.oneof(
      fc.tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.integer({ min: 0, max: 9 })).map(([whole, places]) => {
        const digits = String(whole < 0n ? -whole : whole).padStart(places + 1, '0');
        return `${whole < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}${places === 0 ? '' : '.'}${digits.slice(digits.length - places)}`;
      }),
      fc.constantFrom('0', '0.0000', 'NaN', '136.0000', '999999999999.9999', '9007199254740993'),
    );
    fc.assert(
      fc.property(fc.array(fc.option(decimal, { nil: null })), (numbers) => {
        const read: unknown[] = [];
        new RowCutter([{ type: 'amount' }]).eachRow(Buffer.from(numbers.map((number) => encodeRow([number])).join('')), (row) => read.push(row.number(0)));
        expect(read.map((value) => (value === 0 ? 0 : value))).toEqual(numbers.map((text) => (text === null ? null : Number(text) === 0 ? 0 : Number(text))));
      }),
    );
  });
});
