/** Matches are looked for among so many places. */
const TABLE_BITS = 14;
const HASH_MULTIPLIER = 0x1e35a7bd;
const FARTHEST = 0xffff;
/** The last bytes are taken as they are. */
const MARGIN = 15;
const LONGEST_SHORT_LITERAL = 60;
const LONGEST_COPY = 64;
const SHORTEST_COPY = 4;
/** Nearer and shorter than this, a copy takes two bytes instead of three. */
const NEAR = 2_048;
const SHORT_COPY = 12;
/** After so many places without a match they are looked at farther and farther apart. */
const PATIENCE_BITS = 5;

const table = new Int32Array(2 ** TABLE_BITS);
let packed = new Uint8Array(2 ** 16);
let end = 0;

/** Snappy's block format, into memory that is used again and without an object for each piece of it: a column at a time. */
export const packSnappy = (input: Uint8Array): Uint8Array => {
  // Snappy's own bound of what becomes of the worst input.
  const most = 32 + input.length + Math.ceil(input.length / 6);
  if (packed.length < most) packed = new Uint8Array(most * 2);
  end = 0;
  let size = input.length;
  for (; size > 0x7f; size >>>= 7) packed[end++] = (size & 0x7f) | 0x80;
  packed[end++] = size;
  const done = input.length > MARGIN ? packMatches(input) : 0;
  literal(input, done, input.length);
  return packed.slice(0, end);
};

/** @returns up to where the input is packed */
const packMatches = (input: Uint8Array): number => {
  table.fill(0);
  const limit = input.length - MARGIN;
  let done = 0;
  let at = 1;
  let skip = 1 << PATIENCE_BITS;
  while (at < limit) {
    const word = wordAt(input, at);
    const slot = Math.imul(word, HASH_MULTIPLIER) >>> (32 - TABLE_BITS);
    const candidate = table[slot] ?? 0;
    table[slot] = at;
    if (at - candidate > FARTHEST || wordAt(input, candidate) !== word) {
      at += skip++ >>> PATIENCE_BITS;
      continue;
    }
    literal(input, done, at);
    done = matchEnd(input, candidate, at);
    copy(at - candidate, done - at);
    at = done;
    skip = 1 << PATIENCE_BITS;
    if (at < limit) table[Math.imul(wordAt(input, at - 1), HASH_MULTIPLIER) >>> (32 - TABLE_BITS)] = at - 1;
  }
  return done;
};

const wordAt = (input: Uint8Array, at: number): number => (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8) | ((input[at + 2] ?? 0) << 16) | ((input[at + 3] ?? 0) << 24);

const matchEnd = (input: Uint8Array, candidate: number, at: number): number => {
  let from = candidate + SHORTEST_COPY;
  let to = at + SHORTEST_COPY;
  while (to < input.length && input[from] === input[to]) {
    from += 1;
    to += 1;
  }
  return to;
};

const literal = (input: Uint8Array, from: number, to: number): void => {
  const size = to - from;
  if (size === 0) return;
  const rest = size - 1;
  if (size <= LONGEST_SHORT_LITERAL) packed[end++] = rest << 2;
  else {
    const bytes = rest < 2 ** 8 ? 1 : rest < 2 ** 16 ? 2 : rest < 2 ** 24 ? 3 : 4;
    packed[end++] = (LONGEST_SHORT_LITERAL - 1 + bytes) << 2;
    for (let byte = 0; byte < bytes; byte += 1) packed[end++] = (rest >>> (byte * 8)) & 0xff;
  }
  if (size > LONGEST_COPY) packed.set(input.subarray(from, to), end);
  else for (let at = 0; at < size; at += 1) packed[end + at] = input[from + at] ?? 0;
  end += size;
};

const copy = (offset: number, length: number): void => {
  let left = length;
  // None of the pieces may be shorter than the shortest.
  for (; left >= LONGEST_COPY + SHORTEST_COPY; left -= LONGEST_COPY) copyPiece(offset, LONGEST_COPY);
  if (left > LONGEST_COPY) {
    copyPiece(offset, LONGEST_COPY - SHORTEST_COPY);
    left -= LONGEST_COPY - SHORTEST_COPY;
  }
  copyPiece(offset, left);
};

const copyPiece = (offset: number, length: number): void => {
  if (length < SHORT_COPY && offset < NEAR) {
    packed[end++] = 1 | ((length - SHORTEST_COPY) << 2) | ((offset >>> 8) << 5);
    packed[end++] = offset & 0xff;
    return;
  }
  packed[end++] = 2 | ((length - 1) << 2);
  packed[end++] = offset & 0xff;
  packed[end++] = offset >>> 8;
};
