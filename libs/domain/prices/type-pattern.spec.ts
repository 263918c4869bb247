import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeTypes, isTypeOf, matchesType, meansEveryType, readTypePattern, typesMeant } from './type-pattern';

const KNOWN = ['c5.large', 'c5.xlarge', 'c5d.xlarge', 'm5.large', 'm5.xlarge', 'm5d.large', 'u-6tb1.56xlarge'];
const letters = fc.array(fc.constantFrom('a', 'b', '5', '.', '-'), { maxLength: 12 }).map((all) => all.join(''));
const patterns = fc.array(fc.constantFrom('a', 'b', '5', '.', '*'), { maxLength: 12 }).map((all) => all.join(''));

/** The meaning, spelt out: what a pattern of k stars matches is its pieces in order, the first at the beginning, the last at the end. */
const matchesByPieces = (pattern: string, name: string): boolean => {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return first === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
};

describe('a pattern of instance types', () => {
  it.each([
    ['m5.*', ['m5.large', 'm5.xlarge']],
    ['*.large', ['c5.large', 'm5.large', 'm5d.large']],
    ['c5*.xlarge', ['c5.xlarge', 'c5d.xlarge']],
    ['m5.large', ['m5.large']],
    ['*', KNOWN],
    ['m5.', []],
    ['m7.*', []],
  ])('%s means what it says', (pattern, meant) => {
    expect(typesMeant(pattern, KNOWN)).toEqual(meant);
  });

  it('matches as its pieces in order do', () => {
    fc.assert(fc.property(patterns, letters, (pattern, name) => matchesType(pattern, name) === matchesByPieces(pattern, name)));
  });

  it('matches every name that it is made of by putting stars in the place of parts', () => {
    fc.assert(
      fc.property(letters, fc.nat(12), fc.nat(12), (name, one, other) => {
        const [from, until] = [Math.min(one, other), Math.max(one, other)];
        expect(matchesType(`${name.slice(0, from)}*${name.slice(until)}`, name)).toBe(true);
      }),
    );
  });

  it('takes no longer than pattern times name, however it is made', () => {
    const began = performance.now();
    for (let round = 0; round < 1_000; round += 1) expect(matchesType(`${'*a'.repeat(23)}*b`, 'a'.repeat(48))).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('is read without regard to case, and only when it has the form of one', () => {
    expect(readTypePattern(' M5.Large ')).toBe('m5.large');
    for (const other of ['', 'm5 large', 'm5.(large|xlarge)', 'm5.?', 'a'.repeat(49), 5, null, 'm5.large; drop table']) expect(readTypePattern(other)).toBeNull();
  });

  it('of stars alone means every type', () => {
    expect(['*', '**', '*.*', 'm*', '*.large'].map(meansEveryType)).toEqual([true, true, true, false, false]);
  });
});

describe('types that somebody means', () => {
  it('are those named and those of each pattern, in whatever letters, and all when nothing is named', () => {
    fc.assert(
      fc.property(fc.array(patterns.filter((text) => text !== ''), { maxLength: 4 }), letters, (named, name) => {
        expect(isTypeOf(named)(name)).toBe(named.length === 0 || named.some((pattern) => matchesByPieces(pattern, name)));
        expect(isTypeOf(named.map((text) => ` ${text.toUpperCase()} `))(name)).toBe(isTypeOf(named)(name));
      }),
    );
  });
});

describe('names that may have been meant', () => {
  it('are those that differ by a letter or two, the nearest first', () => {
    expect(closeTypes('m5.larg', KNOWN)).toEqual(['m5.large', 'c5.large', 'm5.xlarge']);
    expect(closeTypes('m5.8xlarge', KNOWN)).toEqual(['m5.xlarge', 'c5.xlarge', 'm5.large']);
    expect(closeTypes('mm5.*', KNOWN)).toEqual(['m5.*', 'c5.*', 'm5d.*']);
    expect(closeTypes('completely.different', KNOWN)).toEqual([]);
  });
});
