/** RFC 3339: before anything that is observed. */
export const CREATED_AT = '2026-11-01T08:00:00Z';

const HEX = 16;

/** A value that looks like the API server's own and is the same in every run. */
export const uidOf = (group: number, index: number): string =>
  `${group.toString(HEX).padStart(8, '0')}-${(index >>> 16).toString(HEX).padStart(4, '0')}-4000-8000-${index.toString(HEX).padStart(12, '0')}`;
