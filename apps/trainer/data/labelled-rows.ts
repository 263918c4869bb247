import type { TrainArguments } from '../arguments';
import { BadRow, instantOf, valueOf } from './fields';
import type { FileRow } from './file-row';
import { readRows } from './read-rows';
import { TrainFault } from '../train-fault';
import { usableRows } from './usable-rows';

export interface LabelledRow<Kept> {
  readonly kept: Kept;
  /** 1 or 0. */
  readonly label: number;
  readonly group: string;
  /** Milliseconds since the epoch; 0 when the row has no date and others have. */
  readonly at: number;
}

export interface LabelledReading<Kept> {
  /** Of the first row of each file. @throws TrainFault */
  readonly check: (row: FileRow) => void;
  /** NaN leaves the row out: nobody has said yet what came of it. */
  readonly label: (row: FileRow) => number;
  /** Empty: the row stands for itself. */
  readonly group: (row: FileRow) => string;
  /** What is learned from, and no more: a million rows as they were read do not fit into memory. */
  readonly keep: (row: FileRow) => Kept;
}

export interface LabelledRows<Kept> {
  readonly rows: readonly LabelledRow<Kept>[];
  /** Those that nobody has said anything of, too. */
  readonly read: number;
  readonly notes: readonly string[];
}

const DATES = ['observed_at', 'detected_at', 'timestamp', 'created_at'];

/** Rows that say what came of them. */
export const labelledRows = async <Kept>({ data, now }: TrainArguments, reading: LabelledReading<Kept>): Promise<LabelledRows<Kept>> => {
  let file = '';
  const { rows, read, refused, named } = await usableRows(readRows(data), (row): LabelledRow<Kept> | null => {
    if (row.file !== file) reading.check(row);
    file = row.file;
    const label = reading.label(row);
    if (Number.isNaN(label)) return null;
    if (label !== 0 && label !== 1) throw new BadRow(row, `the label ${String(label)} is neither 1 nor 0`);
    const group = reading.group(row);
    const dated = valueOf(row, DATES) !== undefined;
    return { kept: reading.keep(row), label, group: group.replaceAll('/', '') === '' ? `${row.file}:${String(row.line)}` : group, at: dated ? instantOf(row, DATES) : (now ?? 0) };
  });
  if (rows.length > 0 && rows.every(({ at }) => at === 0)) throw new TrainFault(`no row says when it was seen (${DATES.join(', ')}): add one of these columns, or say it with --now`);
  const unlabelled = read - refused - rows.length;
  return {
    rows,
    read,
    notes: [
      `${read.toLocaleString('en-US')} rows read, ${refused.toLocaleString('en-US')} refused${refused > 0 ? ` (${named.join('; ')})` : ''}, ${unlabelled.toLocaleString('en-US')} left out because nobody has said what came of them`,
    ],
  };
};
