import type { ColumnSource } from 'hyparquet-writer';
import type { ColumnType, DatasetColumn } from '@ml/domain/collection/dataset';
import { EXPORTED } from '@ml/domain/collection/datasets';
import { ExportSource, type ExportWindow } from '@ml/persistence/stores/collector/export-source';
import { RowCutter, wholeLines, type CopiedRow } from '../../apps/collector/datasets/copied-rows';
import { microsOf } from '../../apps/collector/datasets/instants';
import { tableOf } from '../../apps/collector/datasets/make-files';

type Prepared = string | Uint8Array | number | bigint | null;

const LONGEST_REPEATED = 160;
const DATASET = EXPORTED.ml_training_data;

const asText = (row: CopiedRow, at: number): Prepared => row.text(at);
const asNumber = (row: CopiedRow, at: number): Prepared => row.number(at);
/** As it goes into the file: the writer need not encode it. */
const asBytes = (row: CopiedRow, at: number): Prepared => {
  const text = row.text(at);
  return text === null ? null : new TextEncoder().encode(text);
};
/** What is short repeats: a text is found sooner in a dictionary. */
const asObject = (row: CopiedRow, at: number): Prepared => {
  const text = row.text(at);
  return text === null || text.length <= LONGEST_REPEATED ? text : new TextEncoder().encode(text);
};
const asInstant = (row: CopiedRow, at: number): Prepared => {
  const text = row.text(at);
  return text === null ? null : microsOf(text);
};
const READERS: Readonly<Record<ColumnType, (row: CopiedRow, at: number) => Prepared>> = { word: asText, text: asBytes, integer: asNumber, amount: asNumber, json: asObject, time: asInstant };

/** What spares the writer work: texts that never repeat need no dictionary; smallest and largest say nothing of hashes and objects. */
const optionsOf = ({ type }: DatasetColumn): Omit<ColumnSource, 'name' | 'data'> => {
  if (type === 'text') return { encoding: 'PLAIN', statistics: false, offsetIndex: false };
  return { statistics: type !== 'json', offsetIndex: false };
};

/** Row groups of that many rows, so many of them, as a writer takes them. @throws AppError UNAVAILABLE */
export const preparedGroups = async (url: string, { window, groups, rows }: { readonly window: ExportWindow; readonly groups: number; readonly rows: number }): Promise<readonly ColumnSource[][]> => {
  const source = await ExportSource.open(url, window);
  const columns = DATASET.columns.map((column) => ({ column, read: READERS[column.type] }));
  const prepared: Prepared[][][] = [];
  let group: Prepared[][] = columns.map(() => []);
  const cutter = new RowCutter(DATASET.columns);
  for await (const lines of wholeLines(source.copy(tableOf(DATASET)))) {
    cutter.eachRow(lines, (row) => {
      for (const [at, { read }] of columns.entries()) group[at]?.push(read(row, at));
      if (group[0]?.length !== rows) return;
      prepared.push(group);
      group = columns.map(() => []);
    });
    if (prepared.length >= groups) break;
  }
  await source.close();
  return prepared.map((values) => columns.map(({ column }, at) => ({ name: column.name, data: values[at] ?? [], ...optionsOf(column) })));
};
