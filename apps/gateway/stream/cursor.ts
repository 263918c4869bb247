/** Kinds of facts in the stream. Each is read at its own pace, so a place in the stream is one sequence per kind. */
export const SOURCES = ['made', 'outcome', 'wanted', 'predicted', 'job', 'pool'] as const;
export type Source = (typeof SOURCES)[number];

/** Last sequence that a client has, per kind; 0: none yet. */
export type Cursor = Readonly<Record<Source, number>>;

export const START: Cursor = { made: 0, outcome: 0, wanted: 0, predicted: 0, job: 0, pool: 0 };

export const writeCursor = (cursor: Cursor): string => SOURCES.map((source) => cursor[source]).join('-');

/**
 * A kind of which the client has seen nothing, or did not know, goes on from the furthest place: events share one numbering.
 * Predictions have one of their own: without a place among them they go on from now.
 */
export const readCursor = (text: string): Cursor => {
  const seen = text.split('-').map(Number);
  const furthest = Math.max(...seen.filter((_, index) => SOURCES[index] !== 'predicted'));
  return Object.fromEntries(SOURCES.map((source, index) => [source, seen[index] || (source === 'predicted' ? 0 : furthest)])) as Cursor;
};

export const advance = (cursor: Cursor, source: Source, sequence: number): Cursor => ({ ...cursor, [source]: Math.max(cursor[source], sequence) });
