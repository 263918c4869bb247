import { copyText } from '../../copy';
import type { Tx } from '../../tx';
import { IDS_IN_ORDER } from './ids-in-order';

/** Rows of some pieces in the text format of COPY. */
export interface StagedText {
  readonly training: readonly Buffer[];
  readonly series: readonly Buffer[];
}

/** Which columns those rows have. */
export interface StagedColumns {
  readonly training: readonly string[];
  readonly series: readonly string[];
}

export interface ScanPlace {
  readonly scan_hash: string;
  readonly account_hash: string;
  readonly completed_at: Date;
}

export interface StagedScan extends Omit<ScanPlace, 'scan_hash'> {
  /** Rows that were put there. */
  readonly stagedSeries: number;
}

/** Rows of the scan that are kept; those of one resource and scenario, or of one series, only once. */
export interface WrittenRows {
  readonly training: number;
  readonly series: number;
}

const STAGING = `CREATE TEMP TABLE staged_training (place bigserial, LIKE ml_training_data) ON COMMIT DROP;
  CREATE TEMP TABLE staged_series (place bigserial, LIKE cloudwatch_metrics_history) ON COMMIT DROP`;
/** What the database fills in is nothing until then. */
const LOOSE = (table: string, columns: readonly string[]): string => `ALTER TABLE ${table} ${columns.map((column) => `ALTER COLUMN ${column} DROP NOT NULL`).join(', ')}`;
/** Sorted in memory: the pages of the indexes are met one after the other, which takes two thirds of the time of a statement for each few pieces. */
const ROOM = `SET LOCAL work_mem = '64MB'`;

const training = (columns: string): string => `INSERT INTO ml_training_data (id, ${columns}, scan_completed_at)
  SELECT ${IDS_IN_ORDER}, ${columns}, $1
  FROM (SELECT DISTINCT ON (resource_hash, detection_scenario) * FROM staged_training ORDER BY resource_hash, detection_scenario, place) AS first_said`;

const SERIES_SAID = `(SELECT DISTINCT ON (resource_hash, metric_name, aggregation_period, start_date) * FROM staged_series
    ORDER BY resource_hash, metric_name, aggregation_period, start_date, place) AS first_said`;
/** In the order of the index, and each series by itself: other plans read whatever is kept. */
const ANY_KNOWN = 'SELECT true FROM cloudwatch_metrics_history WHERE account_hash = $1 ORDER BY account_hash, resource_hash LIMIT 1';
const KNOWN = `SELECT true FROM cloudwatch_metrics_history AS known WHERE known.account_hash = first_said.account_hash AND known.resource_hash = first_said.resource_hash
    AND known.metric_name = first_said.metric_name AND known.aggregation_period = first_said.aggregation_period AND known.start_date = first_said.start_date LIMIT 1`;
/** Those that nobody knows yet, mostly all: ON CONFLICT takes half as long again for each row. */
const newSeries = (columns: string): string => `INSERT INTO cloudwatch_metrics_history (id, ${columns})
  SELECT ${IDS_IN_ORDER}, ${columns} FROM ${SERIES_SAID} WHERE (${ANY_KNOWN}) IS NULL OR (${KNOWN}) IS NULL`;

/** Of two series that begin together the one that reaches further is kept; of equal ones what was posted as a series, else what the later scan said. */
const knownSeries = (columns: string): string => `INSERT INTO cloudwatch_metrics_history AS known (${columns})
  SELECT ${columns} FROM ${SERIES_SAID}
  ON CONFLICT ON CONSTRAINT uq_cw_metrics_series DO UPDATE SET scan_id = excluded.scan_id, metric_values = excluded.metric_values, end_date = excluded.end_date,
    resource_type = excluded.resource_type, provider = excluded.provider, collected_at = excluded.collected_at
  WHERE known.scan_id IS DISTINCT FROM excluded.scan_id AND (excluded.end_date, $1::timestamptz, excluded.scan_id)
    > (known.end_date, coalesce((SELECT completed_at FROM collection_scans WHERE scan_hash = known.scan_id), 'infinity'), coalesce(known.scan_id, ''))`;
const UNIQUE_VIOLATION = '23505';

/** Places for rows, as long as the transaction lives. */
export const openStaging = async (tx: Tx): Promise<void> => {
  await tx.execute(`${ROOM}; ${STAGING}; ${LOOSE('staged_training', ['id', 'created_at', 'scan_completed_at'])}; ${LOOSE('staged_series', ['id', 'collected_at'])}`);
};

/** Puts the rows of some pieces to those that are there. @returns how many of them are series */
export const stagePieces = async (tx: Tx, text: StagedText, columns: StagedColumns): Promise<number> => {
  await copyText(tx, { table: 'staged_training', columns: columns.training }, text.training);
  return copyText(tx, { table: 'staged_series', columns: columns.series }, text.series);
};

/** Writes all that was put there; what the scan said first stays. The scan has no rows yet, and no other one of its account is written at this moment. */
export const writeStaged = async (tx: Tx, scan: StagedScan, columns: StagedColumns): Promise<WrittenRows> => ({
  training: await tx.execute(training(columns.training.join(', ')), [scan.completed_at]),
  series: await writeSeries(tx, scan, columns.series.join(', ')),
});

const writeSeries = async (tx: Tx, { account_hash, completed_at, stagedSeries }: StagedScan, columns: string): Promise<number> => {
  const written = await writeNewSeries(tx, account_hash, columns);
  return written === stagedSeries ? written : written + (await tx.execute(knownSeries(columns), [completed_at]));
};

/** None of them when one was posted at this very moment: then they are written as if all were known. */
const writeNewSeries = async (tx: Tx, accountHash: string, columns: string): Promise<number> => {
  await tx.execute('SAVEPOINT new_series');
  try {
    return await tx.execute(newSeries(columns), [accountHash]);
  } catch (error) {
    if (!isTwin(error)) throw error;
    await tx.execute('ROLLBACK TO SAVEPOINT new_series');
    return 0;
  }
};

const isTwin = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
