import { describe, expect, it } from 'vitest';
import { joined } from './joined';

const chunks = (count: number): Buffer[] => Array.from({ length: count }, (_, index) => Buffer.alloc(65_536, index));

describe('joining the pieces of a body', () => {
  it.each([0, 1, 3, 100])('gives the bytes of %d pieces in their order', async (count) => {
    const pieces = chunks(count);
    expect((await joined(pieces, count * 65_536)).equals(Buffer.concat(pieces))).toBe(true);
  });

  it('lets others have their turn meanwhile', async () => {
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    await joined(chunks(1_024), 64 * 1024 * 1024);
    clearInterval(others);
    expect(turns).toBeGreaterThan(3);
  });
});
