import type { DatasetName } from '@ml/contracts/datasets';

/** `word`: one of few. `text`: of very many, or a hash. `amount`: USD or percent, decimal in the database. `json`: an object. `time`: an instant, to the microsecond. */
export type ColumnType = 'word' | 'text' | 'integer' | 'amount' | 'json' | 'time';

/** A column of an exported dataset, named as in its table. */
export interface DatasetColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** Without it a row is of no use to whoever trains; counted in the quality report. */
  readonly critical: boolean;
  /** Smallest and largest value that is no mistake; null: any. */
  readonly least: number | null;
  readonly most: number | null;
}

export interface Dataset {
  readonly name: DatasetName;
  readonly table: string;
  /** Column whose instant says whether a row is within the window of an export. */
  readonly at: string;
  readonly columns: readonly DatasetColumn[];
  /** Two rows alike in these say the same thing twice. The first is a hash: what is alike in it stays together however the rows are divided by it. */
  readonly key: readonly [string, ...string[]];
}

type Given = Partial<Omit<DatasetColumn, 'name' | 'type'>>;

export const column = (name: string, type: ColumnType, given: Given = {}): DatasetColumn => ({ name, type, nullable: false, critical: false, least: null, most: null, ...given });
export const CRITICAL: Given = { critical: true };
export const NULLABLE: Given = { nullable: true };
