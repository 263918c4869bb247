import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { IDENTITY_KINDS } from './hash-identifiers';
import { Identity } from './identity';
import type { CollectorSettings } from '../settings';

const KEY = 'k'.repeat(32);
const OLD = 'o'.repeat(40);

const identity = (settings: Partial<CollectorSettings> = {}): Identity =>
  new Identity({ hashKey: KEY, hashKeyVersion: 2, oldHashKeys: null, legacySalt: null, hashScheme: 'keyed', ...settings } as CollectorSettings);

const legacy = (id: string): string => createHash('sha256').update(`${id}salt`).digest('hex');

describe('an identifier', () => {
  it('has a hash of its own for each kind, none of which is one that anybody can compute', () => {
    const hashes = IDENTITY_KINDS.map((kind) => identity().hash(kind, '123456789012'));
    expect(new Set(hashes).size).toBe(IDENTITY_KINDS.length);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    expect(hashes).not.toContain(createHash('sha256').update('123456789012').digest('hex'));
  });

  it('has the same hash tomorrow, and another one by another key', () => {
    expect(identity().hash('user', 'u-1')).toBe(identity().hash('user', 'u-1'));
    expect(identity({ hashKey: OLD }).hash('user', 'u-1')).not.toBe(identity().hash('user', 'u-1'));
  });

  it('is found under the keys of before, newest first, and under the hash of the earlier system', () => {
    const rotated = identity({ hashKeyVersion: 3, oldHashKeys: `1=${OLD}, 2=${KEY}`, hashKey: 'n'.repeat(32), legacySalt: 'salt' });
    expect(rotated.hashes('account', 'a')).toEqual([rotated.hash('account', 'a'), identity().hash('account', 'a'), identity({ hashKey: OLD }).hash('account', 'a'), legacy('a')]);
    expect(rotated.hashes('suppression', 'a')).toHaveLength(3);
    expect(rotated.keyVersion).toBe(3);
  });

  it('goes on with the hashes of the earlier system when it is told to, but for kinds that this did not know', () => {
    const continued = identity({ legacySalt: 'salt', hashScheme: 'legacy' });
    expect([continued.hash('resource', 'r'), continued.keyVersion]).toEqual([legacy('r'), 0]);
    expect(continued.hashes('resource', 'r')).toEqual([legacy('r'), identity().hash('resource', 'r')]);
    expect(continued.hash('scan', 's')).toBe(identity().hash('scan', 's'));
  });
});

describe('keys that cannot be meant', () => {
  it.each<[string, Partial<CollectorSettings>]>([
    ['an old key that is too short', { oldHashKeys: '1=short' }],
    ['a key without its version', { oldHashKeys: OLD }],
    ['a version of two keys', { oldHashKeys: `2=${OLD}` }],
    ['the legacy scheme without its salt', { hashScheme: 'legacy' }],
  ])('are refused without being quoted: %s', (_, settings) => {
    expect(() => identity(settings)).toThrow(/COLLECT_/);
    expect(() => identity(settings)).not.toThrow(new RegExp(`short|${OLD}`));
  });
});
