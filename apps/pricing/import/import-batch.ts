import type { Parsed } from '@ml/domain/prices/refusal';
import { NO_REFUSALS, tallied, type RefusalTally } from '@ml/domain/prices/refusal-tally';
import type { Database } from '@ml/persistence/database';
import type { Written } from '@ml/persistence/stores/pricing/staged-rows';
import type { Tx } from '@ml/persistence/tx';

/** Rows of one transaction: a second or two of the database's time. */
const BATCH = 100_000;

export interface Tally {
  readonly read: number;
  readonly accepted: number;
  readonly inserted: number;
  readonly refused: RefusalTally;
  readonly regions: ReadonlySet<string>;
}

export const NOTHING: Tally = { read: 0, accepted: 0, inserted: 0, refused: NO_REFUSALS, regions: new Set() };

export interface BatchWriter<Row> {
  readonly database: Database;
  write(tx: Tx, rows: readonly Row[]): Promise<Written>;
  progress(tally: Tally): void;
}

/** Writes the accepted rows batch by batch. Each batch is a transaction, and repeating an import changes nothing, so a broken one is simply repeated. */
export const importRows = async <Row>(entries: AsyncIterable<Parsed<Row>> | Iterable<Parsed<Row>>, writer: BatchWriter<Row>): Promise<Tally> => {
  let tally = NOTHING;
  let rows: Row[] = [];
  for await (const entry of entries) {
    if ('row' in entry) rows.push(entry.row);
    else tally = { ...tally, read: tally.read + 1, refused: tallied(tally.refused, entry.refusal) };
    if (rows.length < BATCH) continue;
    tally = await flush(tally, rows, writer);
    rows = [];
  }
  return rows.length === 0 ? tally : flush(tally, rows, writer);
};

const flush = async <Row>(tally: Tally, rows: readonly Row[], { database, write, progress }: BatchWriter<Row>): Promise<Tally> => {
  const written = await database.transaction((tx) => write(tx, rows));
  const next = {
    ...tally,
    read: tally.read + rows.length,
    accepted: tally.accepted + rows.length,
    inserted: tally.inserted + written.inserted,
    regions: new Set([...tally.regions, ...written.regions]),
  };
  progress(next);
  return next;
};
