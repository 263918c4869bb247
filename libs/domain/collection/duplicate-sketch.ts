/** Keys that are remembered at most: exact up to so many different ones, an estimate from a fixed share of them beyond. */
const ROOM = 65_536;
const HASH_DIGITS = 8;
const DIGIT_0 = 0x30;
const LETTER_A = 0x61;
const ALL = 2 ** 32;
const FNV_PRIME = 0x01000193;
const FNV_START = 0x811c9dc5;
/** What fits beside 32 bits into a whole number. */
const MORE_BITS = 21;
const MORE = 2 ** MORE_BITS;

/** The place of a key among all: the first digits of the hash that it begins with. */
const placeOf = (hash: string): number => {
  let place = 0;
  for (let at = 0; at < HASH_DIGITS; at += 1) {
    const code = hash.charCodeAt(at);
    place = place * 16 + (code >= LETTER_A ? code - LETTER_A + 10 : code - DIGIT_0);
  }
  // Whatever is no lowercase hexadecimal has some place too.
  return place >= 0 && place < ALL ? place : 0;
};

const fnv = (parts: readonly string[]): number => {
  let hash = FNV_START;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 1) hash = Math.imul(hash ^ part.charCodeAt(at), FNV_PRIME);
    hash = Math.imul(hash ^ 0xff, FNV_PRIME);
  }
  return hash >>> (32 - MORE_BITS);
};

/**
 * Counts keys that were seen before, in bounded memory however many there are. A key begins with a hexadecimal hash: once there is no more room,
 * only keys whose hash lies in the lower half are remembered, then in the lowest quarter, and what is counted stands for all.
 */
export class DuplicateSketch {
  /** How often more than once each was seen; 53 bits of a key are the key. */
  private readonly seen = new Map<number, number>();
  private below = ALL;

  constructor(private readonly room = ROOM) {}

  /** False: the key need not be put together, it is not looked at. */
  wants(hash: string): boolean {
    return this.below === ALL || placeOf(hash) < this.below;
  }

  add(key: readonly string[]): void {
    const place = placeOf(key[0] ?? '');
    if (place >= this.below) return;
    const print = place * MORE + fnv(key);
    const more = this.seen.get(print);
    this.seen.set(print, more === undefined ? 0 : more + 1);
    while (this.seen.size > this.room && this.below > 1) this.halve();
  }

  /** Keys but for the first of each. */
  count(): number {
    let all = 0;
    for (const more of this.seen.values()) all += more;
    return Math.round(all * (ALL / this.below));
  }

  private halve(): void {
    this.below /= 2;
    for (const print of this.seen.keys()) if (print >= this.below * MORE) this.seen.delete(print);
  }
}
