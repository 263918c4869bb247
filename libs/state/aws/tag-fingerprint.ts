const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

const BYTES: readonly string[] = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const byte = (value: number): string => BYTES[value & 0xff] ?? '';

/** FNV-1a over code units, 32 bits, in 8 hexadecimal digits. */
const digits = (text: string): string => {
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  return byte(hash >>> 24) + byte(hash >>> 16) + byte(hash >>> 8) + byte(hash);
};

/**
 * 8 digits of the key and 8 of the value, so that both can be asked for.
 * Two different tags share one with a chance of 1 in 2^64 (of a key alone 1 in 2^32); the harm would be one object left alone.
 */
export const tagFingerprint = (key: string, value: string): string => digits(key) + digits(value);
