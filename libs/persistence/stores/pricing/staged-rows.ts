import { copyInto, type CopyRow } from '../../copy';
import type { Tx } from '../../tx';
import { claimRegions, markWritten, type DataKind, type RowSource } from './source-state';

/** A batch takes a second or two; the service's own limit is meant for questions. */
const INGEST_MS = 600_000;

export interface Batch<Row> {
  readonly rows: AsyncIterable<Row> | Iterable<Row>;
  readonly source: RowSource;
}

export interface Written {
  /** Rows that came, duplicates included. */
  readonly staged: number;
  /** Rows that were new, or changed what was there. */
  readonly inserted: number;
  /** Rows left out: invented prices for a region that has real ones. */
  readonly left_out: number;
  readonly regions: readonly string[];
}

/** How one kind of rows travels from a stream into its table. */
export interface Staging<Row> {
  readonly kind: DataKind;
  readonly table: string;
  /** Name and type of each column of the staging table; `region` must be among them. */
  readonly columns: Readonly<Record<string, string>>;
  readonly encode: (row: Row) => CopyRow;
  /** Removes the invented rows of these regions. */
  readonly purge: readonly string[];
  /** From `staged` into the table; $1 is the source. The rows it touches are counted: what is new, and what has changed. */
  readonly merge: string;
  /** Before and after the merge; $1 is the source in `after`. */
  readonly before?: string;
  readonly after?: readonly string[];
}

/**
 * Rows -> temporary table by COPY -> one insert that leaves duplicates alone, in the caller's transaction.
 * A row that comes twice changes nothing; a stream that fails leaves nothing.
 */
export const writeStaged = async <Row>(tx: Tx, staging: Staging<Row>, batch: Batch<Row>): Promise<Written> => {
  const names = Object.keys(staging.columns);
  const columns = Object.entries(staging.columns).map(([name, type]) => `"${name}" ${type}`);
  // Two statements in one message: a page has a thousand rows and comes every few milliseconds.
  await tx.allow(INGEST_MS, `create temp table staged (${columns.join(', ')}) on commit drop`);
  const regions = new Set<string>();
  const rows = encoded(batch.rows, (row) => noted(staging.encode(row), names.indexOf('region'), regions));
  const staged = await copyInto(tx, { table: 'staged', columns: names }, rows);
  const left = await admit(tx, staging, { source: batch.source, regions: [...regions] });
  const inserted = left.regions.length === 0 ? 0 : await merge(tx, staging, batch.source);
  if (left.regions.length > 0) await markWritten(tx, { kind: staging.kind, source: batch.source, regions: left.regions });
  await tx.execute('drop table staged');
  return { staged, inserted, left_out: left.out, regions: left.regions };
};

async function* encoded<Row>(rows: AsyncIterable<Row> | Iterable<Row>, encode: (row: Row) => CopyRow): AsyncGenerator<CopyRow> {
  for await (const row of rows) yield encode(row);
}

const noted = (row: CopyRow, index: number, regions: Set<string>): CopyRow => {
  regions.add(String(row[index]));
  return row;
};

const admit = async (
  tx: Tx,
  { kind, purge }: Staging<never>,
  { source, regions }: { readonly source: RowSource; readonly regions: readonly string[] },
): Promise<{ regions: readonly string[]; out: number }> => {
  const { closed, replaced } = await claimRegions(tx, { kind, source, regions });
  if (replaced.length > 0) for (const statement of purge) await tx.execute(statement, [[...replaced]]);
  const out = closed.length === 0 ? 0 : await tx.execute('delete from staged where region = any($1)', [[...closed]]);
  return { regions: regions.filter((region) => !closed.includes(region)), out };
};

const merge = async (tx: Tx, staging: Staging<never>, source: RowSource): Promise<number> => {
  if (staging.before !== undefined) await tx.execute(staging.before);
  const inserted = await tx.execute(staging.merge, [source]);
  for (const statement of staging.after ?? []) await tx.execute(statement, [source]);
  return inserted;
};
