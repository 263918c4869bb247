import { copyText } from '../../copy';
import type { Tx } from '../../tx';
import { IDS_IN_ORDER } from './ids-in-order';

/** The two large tables that a scan fills; each is written by itself. */
export type ScanPart = 'training' | 'series';

export interface ScanPlace {
  readonly scan_hash: string;
  readonly account_hash: string;
  readonly completed_at: Date;
}

interface StagedSeries extends Omit<ScanPlace, 'scan_hash'> {
  /** Rows that were put there. */
  readonly staged: number;
}

/** Where its rows go, and what the database fills in there: nothing until then. */
const PARTS: Readonly<Record<ScanPart, { readonly table: string; readonly filled: readonly string[] }>> = {
  training: { table: 'ml_training_data', filled: ['id', 'created_at', 'scan_completed_at'] },
  series: { table: 'cloudwatch_metrics_history', filled: ['id', 'collected_at'] },
};
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

/** Of two series that begin together the one that reaches further is kept; of equal ones what was posted as a series, else what the later scan said. What the scan itself left when it was stored half is written anew. */
const knownSeries = (columns: string): string => `INSERT INTO cloudwatch_metrics_history AS known (${columns})
  SELECT ${columns} FROM ${SERIES_SAID}
  ON CONFLICT ON CONSTRAINT uq_cw_metrics_series DO UPDATE SET scan_id = excluded.scan_id, metric_values = excluded.metric_values, end_date = excluded.end_date,
    resource_type = excluded.resource_type, provider = excluded.provider, collected_at = excluded.collected_at
  WHERE CASE WHEN known.scan_id = excluded.scan_id THEN known.collected_at <> excluded.collected_at ELSE (excluded.end_date, $1::timestamptz, excluded.scan_id)
    > (known.end_date, coalesce((SELECT completed_at FROM collection_scans WHERE scan_hash = known.scan_id), 'infinity'), coalesce(known.scan_id, '')) END`;
const UNIQUE_VIOLATION = '23505';

/** A place for rows of the part, as long as the transaction lives. */
export const openStaging = async (tx: Tx, part: ScanPart): Promise<void> => {
  const { table, filled } = PARTS[part];
  const loose = filled.map((column) => `ALTER COLUMN ${column} DROP NOT NULL`).join(', ');
  await tx.execute(`${ROOM}; CREATE TEMP TABLE staged_${part} (place bigserial, LIKE ${table}) ON COMMIT DROP; ALTER TABLE staged_${part} ${loose}`);
};

/** Puts rows of some pieces, in the text format of COPY, to those that are there. @returns how many they are */
export const stageRows = (tx: Tx, part: ScanPart, { columns, text }: { readonly columns: readonly string[]; readonly text: readonly Buffer[] }): Promise<number> => copyText(tx, { table: `staged_${part}`, columns }, text);

/** Writes all that was put there; what the scan said first of a resource and scenario stays. The scan has no rows yet, and no other one of its account is written at this moment. @returns rows of the scan that are kept */
export const writeTraining = (tx: Tx, { completed_at }: Pick<ScanPlace, 'completed_at'>, columns: readonly string[]): Promise<number> => tx.execute(training(columns.join(', ')), [completed_at]);

/** Writes all that was put there; what the scan said first of a series stays. No other scan of its account is written at this moment. @returns series of the scan that are kept */
export const writeSeries = async (tx: Tx, { account_hash, completed_at, staged }: StagedSeries, columns: readonly string[]): Promise<number> => {
  const list = columns.join(', ');
  const written = await writeNewSeries(tx, account_hash, list);
  return written === staged ? written : written + (await tx.execute(knownSeries(list), [completed_at]));
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
