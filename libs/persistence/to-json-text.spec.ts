import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJsonText } from './to-json-text';

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\0/g;

describe('JSON for the database', () => {
  it('replaces NUL and lone surrogates and nothing else, in keys and values', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('\0', '\ud83d', '\ude00', '\\', 'u0000', 'a') }), (plain, odd) => {
        for (const text of [plain, odd]) {
          const clean = text.replace(LONE, '\ufffd');
          expect(JSON.parse(toJsonText({ [`k${text}`]: [text] }))).toEqual({ [`k${clean}`]: [clean] });
        }
      }),
    );
  });

  it('keeps the order of fields', () => {
    expect(toJsonText({ b: 1, a: 2 })).toBe('{"b":1,"a":2}');
  });
});
