import { TrainFault } from '../train-fault';
import { BadRow } from './fields';
import type { FileRow } from './file-row';

/** A file of which more cannot be used is not the file that was meant. */
const MOST_REFUSED = 0.01;
const NAMED = 3;

export interface UsableRows<Row> {
  readonly rows: readonly Row[];
  readonly read: number;
  readonly refused: number;
  /** The first of them. */
  readonly named: readonly string[];
}

/** Rows as `parse` reads them; null leaves one out without a word. A few bad rows are refused and counted, more end the training. @throws TrainFault */
export const usableRows = async <Row>(rows: AsyncIterable<FileRow>, parse: (row: FileRow) => Row | null): Promise<UsableRows<Row>> => {
  const used: Row[] = [];
  const named: string[] = [];
  let [read, refused] = [0, 0];
  for await (const row of rows) {
    read += 1;
    try {
      const parsed = parse(row);
      if (parsed !== null) used.push(parsed);
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      refused += 1;
      if (named.length < NAMED) named.push(error.message);
    }
  }
  if (read === 0) throw new TrainFault('the data have no row');
  if (refused > MOST_REFUSED * read) throw new TrainFault(`${refused.toLocaleString('en-US')} of ${read.toLocaleString('en-US')} rows cannot be used: ${named.join('; ')}`);
  return { rows: used, read, refused, named };
};
