import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { createClient } from 'redis';

/** Bytes of one place, by its name. */
export interface Found {
  readonly place: string;
  readonly bytes: Buffer;
}

/** Every file under a directory. What goes while it is read was not kept. */
export function* filesUnder(directory: string): Generator<Found> {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const bytes = entry.isFile() ? read(file) : undefined;
    if (bytes !== undefined) yield { place: `file ${path.relative(directory, file)}`, bytes };
  }
}

const read = (file: string): Buffer | undefined => {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
};

const COLUMNS = `SELECT format('%I.%I', c.table_schema, c.table_name) AS table, format('%I', c.column_name) AS column, c.data_type AS type
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')`;
const ROWS = 5_000;

/** Every column of every table of every schema, as text; bytes as they are. */
export async function* databaseColumns(adminUrl: string): AsyncGenerator<Found> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows: columns } = await client.query<{ table: string; column: string; type: string }>(COLUMNS);
    for (const { table, column, type } of columns) {
      for (let offset = 0; ; offset += ROWS) {
        const value = type === 'bytea' ? column : `${column}::text`;
        const { rows } = await client.query<{ value: string | Buffer | null }>(`SELECT ${value} AS value FROM ${table} ORDER BY ctid LIMIT ${String(ROWS)} OFFSET ${String(offset)}`);
        const texts = rows.flatMap(({ value: text }) => (typeof text === 'string' ? [text] : []));
        if (texts.length > 0) yield { place: `column ${table}.${column}`, bytes: Buffer.from(texts.join('\n')) };
        for (const { value: bytes } of rows) if (Buffer.isBuffer(bytes)) yield { place: `column ${table}.${column}`, bytes };
        if (rows.length < ROWS) break;
      }
    }
  } finally {
    await client.end();
  }
}

/** Every key of Redis with what is dumped of its value: short texts lie in a dump as they are, and a text is also read as one. */
export async function* redisValues(url: string): AsyncGenerator<Found> {
  const client = createClient({ url });
  await client.connect();
  try {
    for await (const keys of client.scanIterator()) {
      for (const key of keys) {
        const value = (await client.type(key)) === 'string' ? await client.get(key) : JSON.stringify(await client.sendCommand(['DUMP', key]));
        yield { place: `redis ${key}`, bytes: Buffer.from(`${key}\n${value ?? ''}`) };
      }
    }
  } finally {
    await client.close();
  }
}
