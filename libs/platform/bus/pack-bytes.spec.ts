import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAttachment } from './open-attachment';
import { packBytes } from './pack-bytes';

const MIB = 1024 * 1024;

describe('packed bytes', () => {
  it('are the same when they are opened, and say how many they are and what they hash to', async () => {
    const lengths = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.constantFrom(64 * 1024 - 1, 64 * 1024, MIB, MIB + 1));
    await fc.assert(
      fc.asyncProperty(lengths, fc.uint8Array({ minLength: 1, maxLength: 5_000 }), async (length, pattern) => {
        const bytes = new Uint8Array(length).map((_, at) => pattern[at % pattern.length] ?? 0);
        const packed = await packBytes(bytes);
        expect(Buffer.from(await openAttachment(packed)).equals(bytes)).toBe(true);
        expect(packed.facts).toEqual({ size: length, sha256: createHash('sha256').update(bytes).digest('hex') });
      }),
      { numRuns: 40 },
    );
  });
});
