import type { DatasetColumn, Dataset } from './dataset';
import { DuplicateSketch } from './duplicate-sketch';
import type { QualityCounts } from './quality';

interface Watched {
  readonly at: number;
  readonly name: string;
  count: number;
}

interface Bounded extends Watched {
  readonly least: number;
  readonly most: number;
}

/** Fields of a row by the place of their column. */
export interface RowFields {
  isNull(at: number): boolean;
  /** Null: nothing. */
  text(at: number): string | null;
  /** Null: nothing. NaN: no number. */
  number(at: number): number | null;
}

const boundsOf = ({ least, most }: DatasetColumn): { readonly least: number; readonly most: number } => ({ least: least ?? Number.NEGATIVE_INFINITY, most: most ?? Number.POSITIVE_INFINITY });

/** Counts what is wrong with rows while they pass by. */
export class QualityTally {
  private rows = 0;
  private readonly critical: readonly Watched[];
  private readonly bounded: readonly Bounded[];
  private readonly key: readonly number[];
  private readonly duplicates = new DuplicateSketch();

  constructor({ columns, key }: Dataset) {
    const placed = columns.map((column, at) => ({ column, at }));
    this.critical = placed.filter(({ column }) => column.critical).map(({ column, at }) => ({ at, name: column.name, count: 0 }));
    this.bounded = placed.filter(({ column }) => column.least !== null || column.most !== null).map(({ column, at }) => ({ at, name: column.name, count: 0, ...boundsOf(column) }));
    this.key = key.map((name) => columns.findIndex((column) => column.name === name));
  }

  add(row: RowFields): void {
    this.rows += 1;
    for (const watched of this.critical) if (row.isNull(watched.at)) watched.count += 1;
    for (const watched of this.bounded) {
      const value = row.number(watched.at);
      if (value === null) continue;
      // NaN is in no range.
      if (!(value >= watched.least && value <= watched.most)) watched.count += 1;
    }
    if (this.duplicates.wants(row.text(this.key[0] ?? 0) ?? '')) this.duplicates.add(this.key.map((at) => row.text(at) ?? ''));
  }

  counts(): QualityCounts {
    const byName = (watched: readonly Watched[]): Readonly<Record<string, number>> => Object.fromEntries(watched.map(({ name, count }) => [name, count]));
    return { rows: this.rows, nulls: byName(this.critical), out_of_range: byName(this.bounded), duplicates: this.duplicates.count() };
  }
}
