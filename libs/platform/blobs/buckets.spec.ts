import { describe, expect, it } from 'vitest';
import { BLOB_KINDS, SEARCH_ORDER } from './buckets';

const YEAR_SECONDS = 365 * 86_400;

describe('classes of blobs', () => {
  it.each(['snapshot', 'replay'] as const)('keep a %s for as long as a decision that names it, also when it was there before', (kind) => {
    const { ttlSeconds, reusedUntilSeconds } = BLOB_KINDS[kind];
    expect(ttlSeconds - reusedUntilSeconds).toBeGreaterThanOrEqual(YEAR_SECONDS);
  });

  it('are all looked through for a blob', () => {
    expect([...SEARCH_ORDER].sort()).toEqual(Object.keys(BLOB_KINDS).sort());
  });
});
