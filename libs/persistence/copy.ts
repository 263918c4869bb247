import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { toDatabaseError } from './to-database-error';
import type { Tx } from './tx';

export type CopyValue = string | number | boolean | Date | null;
export type CopyRow = readonly CopyValue[];

export interface CopyTarget {
  readonly table: string;
  readonly columns: readonly string[];
}

type CopyTx = Pick<Tx, 'client' | 'readLimitMs'>;

/** Characters collected before they are handed to the socket: one write per row would cost more than the row. */
const CHUNK_CHARACTERS = 64 * 1024;
const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * Streams rows into a table by COPY; resolves with their number.
 * It may take as long as the transaction allows one statement, the waiting for rows included; rows of a stream that fails half-way are never seen.
 * After a failure the connection is closed, because what is left on it cannot be trusted, and never goes back to its pool.
 */
export const copyInto = (tx: CopyTx, target: CopyTarget, rows: AsyncIterable<CopyRow> | Iterable<CopyRow>): Promise<number> => copyText(tx, target, chunksOf(rows));

/** As `copyInto`, of what is written in the text format of COPY already. */
export const copyText = async ({ client, readLimitMs }: CopyTx, target: CopyTarget, text: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<number> => {
  const columns = target.columns.map(quoted).join(', ');
  const copy = copyFrom(`COPY ${quoted(target.table)} (${columns}) FROM STDIN`);
  const stream = client.query(readLimitMs === undefined ? copy : Object.assign(copy, { query_timeout: readLimitMs }));
  try {
    await pipeline(Readable.from(text, { objectMode: false, highWaterMark: CHUNK_CHARACTERS }), stream);
  } catch (error) {
    closeQuietly(client);
    throw toDatabaseError(error);
  }
  return stream.rowCount;
};

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

async function* chunksOf(rows: AsyncIterable<CopyRow> | Iterable<CopyRow>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const row of rows) {
    text += encodeRow(row);
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** One line of COPY's text format. */
export const encodeRow = (row: CopyRow): string => `${row.map(encode).join('\t')}\n`;

const encode = (value: CopyValue | undefined): string => {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : value;
  return value instanceof Date ? value.toISOString() : String(value);
};

const closeQuietly = (client: PoolClient): void => {
  const closable = client as unknown as { end(done: () => void): void };
  closable.end(() => undefined);
};
