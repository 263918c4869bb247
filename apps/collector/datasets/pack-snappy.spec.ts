import fc from 'fast-check';
import { snappyUncompress } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { packSnappy } from './pack-snappy';

const BYTES = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }),
  fc.array(fc.constantFrom('{"avg": 1.5}', 'us-east-1', '0', 'a'.repeat(70), 'ab'), { maxLength: 400 }).map((parts) => new TextEncoder().encode(parts.join(''))),
);

const unpacked = (packed: Uint8Array, size: number): Uint8Array => {
  const output = new Uint8Array(size);
  snappyUncompress(packed, output);
  return output;
};

describe('what is packed as Snappy', () => {
  it('is the same when it is unpacked', () => {
    fc.assert(
      fc.property(BYTES, (bytes) => {
        expect(unpacked(packSnappy(bytes), bytes.length)).toEqual(bytes);
      }),
    );
  });

  it('is the same beyond the farthest match and however long a literal is, and is not what came before', () => {
    let seed = 1;
    const noise = Uint8Array.from({ length: 300_000 }, () => (seed = Math.imul(seed, 48_271) >>> 1) & 0xff);
    const twice = new Uint8Array([...noise.subarray(0, 70_000), ...noise.subarray(0, 70_000), ...new Uint8Array(100_000)]);
    const first = packSnappy(noise);
    const second = packSnappy(twice);
    expect(Buffer.from(unpacked(first, noise.length)).equals(noise)).toBe(true);
    expect(Buffer.from(unpacked(second, twice.length)).equals(twice)).toBe(true);
    expect(second.length).toBeLessThan(twice.length - 90_000);
  });
});
