import { describe, expect, it } from 'vitest';
import { keyFromHeaders } from './key-from-headers';
import { hashBytes, keyHash, newKeyText } from './key-text';
import { RefusedHashes } from './refused-hashes';

describe('refused hashes', () => {
  it('are remembered for a while', () => {
    const refused = new RefusedHashes(1000, 10);
    refused.add('a', 0);
    expect([refused.has('a', 999), refused.has('a', 1000), refused.has('b', 0)]).toEqual([true, false, false]);
  });

  it('stay bounded: the oldest is forgotten first', () => {
    const refused = new RefusedHashes(1000, 2);
    for (const hash of ['a', 'b', 'c']) refused.add(hash, 0);
    expect(['a', 'b', 'c'].map((hash) => refused.has(hash, 1))).toEqual([false, true, true]);
  });
});

describe('a key', () => {
  it('is 256 random bits behind a prefix, known by its hash', () => {
    const keys = new Set(Array.from({ length: 100 }, newKeyText));
    expect(keys.size).toBe(100);
    for (const key of keys) expect(key).toMatch(/^mlk_[\w-]{43}$/);
    expect(keyHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(hashBytes('abc')).toHaveLength(32);
  });

  it.each([
    [{ 'x-api-key': 'k' }, 'k'],
    [{ authorization: 'Bearer k' }, 'k'],
    [{ authorization: 'bearer  k ' }, 'k'],
    [{ 'x-api-key': 'k', authorization: 'Bearer other' }, 'k'],
    [{ authorization: 'Basic k' }, undefined],
    [{ 'x-api-key': '' }, undefined],
    [{ 'x-api-key': 'x'.repeat(513) }, undefined],
    [{}, undefined],
  ])('is read from %j', (headers, key) => {
    expect(keyFromHeaders(headers)).toBe(key);
  });
});
