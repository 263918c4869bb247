/** RFC 3339: before anything that is observed. */
export const CREATED_AT = '2026-11-01T08:00:00Z';

const HEX = 16;

/** Thomas Wang's 32 bit mix: neighbours look unrelated, as the ids of a real cluster do, and compress as badly. */
const mixed = (value: number): string => {
  let hash = Math.imul(value ^ 61 ^ (value >>> 16), 9);
  hash = Math.imul(hash ^ (hash >>> 4), 0x27d4eb2d);
  return ((hash ^ (hash >>> 15)) >>> 0).toString(HEX).padStart(8, '0');
};

/** A value that looks like the API server's own and is the same in every run. */
export const uidOf = (group: number, index: number): string => {
  const [a, b, c] = [mixed(index), mixed(index * 7 + group), mixed(~index)];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${group.toString(HEX)}${c.slice(5)}${index.toString(HEX).padStart(8, '0')}`;
};

/** What the API server appends to the names of pods. */
export const suffixOf = (index: number): string => `${mixed(index).slice(0, 1)}${index.toString(36).padStart(4, '0')}`;
