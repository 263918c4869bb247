import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { toCsv } from './csv';

describe('CSV', () => {
  it('is read back as it was written', () => {
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+@\t\r-]/.test(text) && !text.includes('\uFEFF'));
    fc.assert(
      fc.property(fc.array(fc.record({ a: cell, b: cell }), { maxLength: 5 }), (rows) => {
        expect(parse(toCsv(['a', 'b'], rows), { columns: true, recordDelimiter: '\r\n' })).toEqual(rows);
      }),
    );
  });

  it('writes lists of names as words and objects as JSON', () => {
    const row = { a: ['m5.*', 'c5.large'], b: { BAD_PRICE: 2 }, c: [], d: [{ x: 1 }] };
    expect(parse(toCsv(['a', 'b', 'c', 'd'], [row]), { recordDelimiter: '\r\n', fromLine: 2 })).toEqual([['m5.* c5.large', '{"BAD_PRICE":2}', '', '[{"x":1}]']]);
  });

  it('leaves cells without a value empty and starts no formula in a spreadsheet', () => {
    expect(toCsv(['a', 'b', 'c', 'd'], [{ a: null, b: '=1+1', c: -3.5, d: '-2' }])).toBe("a,b,c,d\r\n,'=1+1,-3.5,-2\r\n");
  });
});
