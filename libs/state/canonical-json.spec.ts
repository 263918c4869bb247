import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalPieces } from './canonical-json';

describe('canonicalJson', () => {
  it('sorts keys at every depth, leaves out what is undefined and keeps the order of lists', () => {
    expect(canonicalJson({ b: [{ z: 1, a: null }, undefined], a: 'x', c: undefined, B: -0 })).toBe('{"B":0,"a":"x","b":[{"a":null,"z":1},null]}');
  });

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow(TypeError);
    expect(() => canonicalJson(() => 1)).toThrow(TypeError);
    expect(() => canonicalJson(undefined)).toThrow(TypeError);
  });

  it('reads back as the same value and does not depend on the order of fields', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(JSON.parse(canonicalJson(JSON.parse(text)))));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });
});

describe('canonicalPieces', () => {
  it('are the canonical text, whatever the value', () => {
    fc.assert(fc.property(fc.anything({ maxDepth: 4, withNullPrototype: true, values: [fc.string({ unit: 'binary' }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined)] }), (value) => {
      const expected = outcome(() => plainly(value));
      expect(outcome(() => canonicalJson(value))).toEqual(expected);
      expect(outcome(() => [...canonicalPieces(value)].join(''))).toEqual(expected);
    }));
  });

  it('cut a long list between its items, and sort the keys of every object of a list', () => {
    const items = Array.from({ length: 5_000 }, (_, index) => (index % 2 === 0 ? { name: `n-${index}`, cpu: index } : { cpu: index, name: `n-${index}` }));
    const pieces = [...canonicalPieces({ items, at: 1 })];
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe(plainly({ items, at: 1 }));
  });

  it('write objects with more shapes than are remembered, and with more keys', () => {
    const maps = Array.from({ length: 9_000 }, (_, index) => ({ [`z${index}`]: 1, [`a${index}`]: { 10: 1, 9: 2 } }));
    const wide = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${index}`, index]));
    expect([...canonicalPieces({ maps, wide })].join('')).toBe(plainly({ maps, wide }));
  });

  it('write a field that is named like the prototype', () => {
    const value: unknown = JSON.parse('{"b":1,"__proto__":{"d":1,"c":2}}');
    expect(canonicalJson(value)).toBe('{"__proto__":{"c":2,"d":1},"b":1}');
  });
});

/** The definition, as simply as it can be said. */
const plainly = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item: unknown) => plainly(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => `${JSON.stringify(key)}:${plainly(inner)}`).join(',')}}`;
  }
  const scalar = JSON.stringify(value) as string | undefined;
  if (scalar === undefined || (typeof value === 'number' && !Number.isFinite(value))) throw new TypeError('has no canonical form');
  return scalar;
};

const outcome = (work: () => string): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof TypeError ? 'refused' : error;
  }
};

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const pairs: [string, unknown][] = Object.entries(value).map(([key, inner]) => [key, reversed(inner)]);
  return Object.fromEntries(pairs.reverse());
};
