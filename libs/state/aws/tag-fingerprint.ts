const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a over code units, 32 bits, in 8 hexadecimal digits. */
const digits = (text: string): string => {
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  return (hash >>> 0).toString(16).padStart(8, '0');
};

/**
 * 8 digits of the key and 8 of the value, so that both can be asked for.
 * Two different tags share one with a chance of 1 in 2^64 (of a key alone 1 in 2^32); the harm would be one object left alone.
 */
export const tagFingerprint = (key: string, value: string): string => digits(key) + digits(value);
