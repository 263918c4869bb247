import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from './difference';

describe('differences between two answers', () => {
  it('are none between equal values', () => {
    fc.assert(fc.property(fc.json(), (text) => {
        expect(differences(JSON.parse(text), JSON.parse(text))).toEqual([]);
      }));
  });

  it('name the field by JSON pointer', () => {
    expect(differences({ a: [{ b: 1 }], 'c/d': 1 }, { a: [{ b: 2 }], 'c/d': 1, e: 0 })).toEqual([
      { path: '/a/0/b', stored: 1, replayed: 2 },
      { path: '/e', stored: undefined, replayed: 0 },
    ]);
  });

  it('end at a hundred', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [String(index), index]));
    expect(differences(many, {})).toHaveLength(100);
  });
});
