/** FNV-1a over the sorted lines, 2 x 32 bits: tells whether a list is still the same, without carrying it. Not for secrets. */
export const fingerprint = (lines: readonly string[]): string => {
  const text = [...lines].sort().join('\n');
  return [OFFSET, OTHER_OFFSET].map((offset) => hash(text, offset).toString(16).padStart(8, '0')).join('');
};

const OFFSET = 0x811c9dc5;
/** Any other start gives an independent second half. */
const OTHER_OFFSET = 0x9747b28c;
const PRIME = 0x01000193;

const hash = (text: string, offset: number): number => {
  let value = offset;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), PRIME);
  return value >>> 0;
};
