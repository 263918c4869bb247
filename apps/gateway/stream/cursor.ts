/** Kinds of facts in the stream. Each is read at its own pace, so a place in the stream is one sequence per kind. */
export const SOURCES = ['made', 'outcome', 'wanted'] as const;
export type Source = (typeof SOURCES)[number];

/** Last sequence that a client has, per kind; 0: none yet. */
export type Cursor = Readonly<Record<Source, number>>;

export const START: Cursor = { made: 0, outcome: 0, wanted: 0 };

export const writeCursor = (cursor: Cursor): string => SOURCES.map((source) => cursor[source]).join('-');

/** A kind of which the client has seen nothing, or did not know, goes on from the furthest place: all kinds share one numbering. */
export const readCursor = (text: string): Cursor => {
  const seen = text.split('-').map(Number);
  const furthest = Math.max(...seen);
  return Object.fromEntries(SOURCES.map((source, index) => [source, seen[index] || furthest])) as Cursor;
};

export const advance = (cursor: Cursor, source: Source, sequence: number): Cursor => ({ ...cursor, [source]: Math.max(cursor[source], sequence) });
