import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceTextOf } from './price-text';
import { parsed } from './refusal';

const codeOf = (value: unknown): string => {
  const result = parsed(1, () => priceTextOf(value));
  return 'refusal' in result ? result.refusal.code : 'taken';
};

describe('priceTextOf', () => {
  it('keeps the digits and drops zeros that carry no value', () => {
    expect(priceTextOf('0.466400')).toBe('0.4664');
    expect(priceTextOf('0014.4320000000')).toBe('14.432');
    expect(priceTextOf('3')).toBe('3');
    expect(priceTextOf('0.0000000001')).toBe('0.0000000001');
  });

  it.each([
    ['0', 'PRICE_NOT_POSITIVE'],
    ['0.0000000000', 'PRICE_NOT_POSITIVE'],
    ['-0.10', 'PRICE_NOT_POSITIVE'],
    ['0.00000000001', 'PRICE_TOO_PRECISE'],
    ['100000', 'PRICE_ABSURD'],
    ['1e-3', 'BAD_PRICE'],
    ['NaN', 'BAD_PRICE'],
    ['Infinity', 'BAD_PRICE'],
    ['1,5', 'BAD_PRICE'],
    ['0x10', 'BAD_PRICE'],
    ['', 'MISSING_VALUE'],
    [undefined, 'MISSING_VALUE'],
    [0.1, 'BAD_SHAPE'],
  ])('refuses %j as %s', (value, code) => {
    expect(codeOf(value)).toBe(code);
  });

  it('never goes through a binary float: any ten decimals come out as they went in', () => {
    const digits = fc.integer({ min: 1, max: 99_999 });
    const decimals = fc.stringMatching(/^[0-9]{9}[1-9]$/);
    fc.assert(
      fc.property(digits, decimals, (whole, fraction) => {
        expect(priceTextOf(`${String(whole)}.${fraction}`)).toBe(`${String(whole)}.${fraction}`);
      }),
    );
  });

  it('takes or refuses any text, and what it takes is canonical', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = parsed(1, () => priceTextOf(text));
        if ('row' in result) expect(priceTextOf(result.row)).toBe(result.row);
      }),
    );
  });
});
