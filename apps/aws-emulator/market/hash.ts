/** 32 well-mixed bits of a text: FNV-1a, then the finaliser of MurmurHash3 (both public domain). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hashPair(hash, 0);
}

/** 32 well-mixed bits of a key and an index, unsigned. */
export function hashPair(key: number, index: number): number {
  let hash = key ^ Math.imul(index, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** [0, 1), always the same for the same key and index. */
export function chance(key: number, index: number): number {
  return hashPair(key, index) / 0x1_0000_0000;
}
