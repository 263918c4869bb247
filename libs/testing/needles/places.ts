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

const TABLES = `SELECT format('%I.%I', c.table_schema, c.table_name) AS table,
    array_agg(format('%I::text', c.column_name)) FILTER (WHERE c.data_type <> 'bytea') AS texts, array_agg(format('%I', c.column_name)) FILTER (WHERE c.data_type = 'bytea') AS bytes
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema') GROUP BY 1 ORDER BY 1`;

/** Every column of every table of every schema, as text; bytes as they are. */
export async function* databaseTables(adminUrl: string): AsyncGenerator<Found> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ table: string; texts: string[] | null; bytes: string[] | null }>(TABLES);
    for (const { table, texts, bytes } of tables) {
      const { rows } = await client.query<{ text: string }>(`SELECT concat_ws(chr(10), ${(texts ?? []).join(', ')}) AS text FROM ${table}`);
      if (rows.length > 0) yield { place: `table ${table}`, bytes: Buffer.from(rows.map(({ text }) => text).join('\n')) };
      for (const column of bytes ?? []) {
        const { rows: values } = await client.query<{ value: Buffer | null }>(`SELECT ${column} AS value FROM ${table}`);
        for (const { value } of values) if (value !== null) yield { place: `column ${table}.${column}`, bytes: value };
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
