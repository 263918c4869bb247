import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { blobId } from './blob-id';

describe('the name of a blob', () => {
  it.each([0, 1, 1024 * 1024, 3 * 1024 * 1024 + 7])('is the hash of its %d bytes', async (size) => {
    const bytes = new Uint8Array(size).fill(7);
    expect(await blobId(bytes)).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  });

  it('lets others have their turn while a large one is hashed', async () => {
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    await blobId(new Uint8Array(32 * 1024 * 1024));
    clearInterval(others);
    expect(turns).toBeGreaterThan(3);
  });
});
