import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactAmount, parseBytes, parseCount, parseMillicores } from './quantity';

describe('parseMillicores', () => {
  it.each([
    ['500m', 500],
    ['0.5', 500],
    ['2', 2_000],
    [2, 2_000],
    [0.07, 70],
    ['.5', 500],
    ['1.', 1_000],
    ['+1', 1_000],
    ['1e2', 100_000],
    ['1E-1', 100],
    ['0', 0],
    ['-0', 0],
  ])('reads %s as %i millicores', (text, expected) => {
    expect(parseMillicores(text)).toBe(expected);
  });

  it.each([
    ['1n', 1],
    ['1500u', 2],
    ['0.1m', 1],
    ['1.0001', 1_001],
    ['1e-300', 1],
  ])('rounds %s up to %i', (text, expected) => {
    expect(parseMillicores(text)).toBe(expected);
  });
});

describe('parseBytes', () => {
  it.each([
    ['1Ki', 2 ** 10],
    ['1Mi', 2 ** 20],
    ['2Gi', 2 ** 31],
    ['1Ti', 2 ** 40],
    ['1Pi', 2 ** 50],
    ['1Ei', 2 ** 60],
    ['1k', 1e3],
    ['1M', 1e6],
    ['1G', 1e9],
    ['1T', 1e12],
    ['1P', 1e15],
    ['1E', 1e18],
    ['129e6', 129e6],
    ['12E3', 12e3],
    ['128974848000m', 128_974_848],
    ['0.1Gi', 107_374_183],
  ])('reads %s as %i bytes', (text, expected) => {
    expect(parseBytes(text)).toBe(expected);
  });
});

describe('a quantity', () => {
  it.each(['', ' 1', '1 ', '5x', '1K', '1ki', '1mi', '1Mib', '1e', '1e1.5', '1..2', '.', '-', '+', 'e3', 'Gi', '0x10', '1,5', 'NaN', 'Infinity', '١', `${'1'.repeat(65)}`])(
    'is refused when it is %j',
    (text) => {
      expect(parseCount(text)).toBe('not a quantity');
    },
  );

  it('is refused when the number is not finite', () => {
    expect(parseCount(Number.NaN)).toBe('not a quantity');
    expect(parseCount(Number.POSITIVE_INFINITY)).toBe('not a quantity');
  });

  it('is refused when it is negative or beyond 64 bits', () => {
    expect(parseBytes('-1Gi')).toBe('negative');
    expect(parseCount(-3)).toBe('negative');
    expect(parseBytes('8Ei')).toBe('too large');
    expect(parseBytes('1e999')).toBe('too large');
    expect(parseBytes('7Ei')).toBe(7 * 2 ** 60);
  });

  it('means the same in every notation', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), (count) => {
        expect(parseMillicores(`${count}m`)).toBe(count);
        expect(parseMillicores((count / 1_000).toFixed(3))).toBe(count);
        expect(parseMillicores(`${count}e-3`)).toBe(count);
        expect(parseMillicores(`${count}000u`)).toBe(count);
        expect(parseBytes(`${count}Ki`)).toBe(parseBytes(String(count * 1024)));
        expect(parseBytes(`${count}M`)).toBe(parseBytes(`${count}e6`));
      }),
    );
  });

  it('is never rounded down and never gains a whole unit', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 9 }), (nano) => {
        const read = parseMillicores(`${nano}n`);
        expect(read).toBe(Math.ceil(nano / 1_000_000));
      }),
    );
  });

  it('is read or refused for any text, never thrown at', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseBytes(text);
        expect(typeof read === 'string' || (Number.isFinite(read) && read >= 0)).toBe(true);
      }),
    );
  });

  it('is the same on the short way as on the exact one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.nat({ max: 2_000 })), fc.constantFrom('', 'm', 'Ki', 'Mi', 'Gi', 'Ti', 'k', 'x', '.5', 'e2'), (count, suffix) => {
        expect(parseMillicores(`${count}${suffix}`)).toBe(exactAmount(`${count}${suffix}`, 3));
        expect(parseBytes(`${count}${suffix}`)).toBe(exactAmount(`${count}${suffix}`, 0));
      }),
      { numRuns: 2_000 },
    );
  });
});
