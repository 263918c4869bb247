import { columnName } from '@ml/domain/prices/columns';
import { TrainFault } from '../train-fault';
import type { FileRow } from './file-row';

/** A row that cannot be used, and why. */
export class BadRow extends Error {
  constructor({ file, line }: FileRow, text: string) {
    super(`${file} line ${String(line)}: ${text}`);
  }
}

/** The value under the first of these names that the row has; empty text and null are absent. */
export const valueOf = ({ record }: FileRow, names: readonly string[]): unknown => {
  for (const name of names) {
    const value = record[columnName(name)];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
};

/** NaN where the column is absent or empty. @throws BadRow */
export const numberOf = (row: FileRow, names: readonly string[]): number => {
  const value = valueOf(row, names);
  if (value === undefined) return Number.NaN;
  const number = typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : Number(flagText(String(value)));
  if (!Number.isFinite(number)) throw new BadRow(row, `${names[0] ?? ''} ${JSON.stringify(String(value).slice(0, 40))} is not a number`);
  return number;
};

const flagText = (text: string): string => {
  const word = text.trim().toLowerCase();
  return word === 'true' ? '1' : word === 'false' ? '0' : word;
};

/** Empty where the column is absent. */
export const textOf = (row: FileRow, names: readonly string[]): string => {
  const value = valueOf(row, names);
  return value === undefined ? '' : String(value).trim();
};

/** Seconds since the epoch have ten digits until 2286. */
const MOST_SECONDS = 1e11;
/** What is later was counted in another unit. */
const LATEST = Date.UTC(2200, 0, 1);

/** Milliseconds since the epoch, of RFC 3339, `YYYY-MM-DD hh:mm:ss` (UTC), a date, or seconds or milliseconds since the epoch. @throws BadRow */
export const instantOf = (row: FileRow, names: readonly string[]): number => {
  const value = valueOf(row, names);
  if (value === undefined) throw new BadRow(row, `${names[0] ?? ''} is missing`);
  const at = value instanceof Date ? value.getTime() : instantIn(String(value).trim());
  if (!isInstant(at)) throw new BadRow(row, `${names[0] ?? ''} ${JSON.stringify(String(value).slice(0, 40))} is not a time such as 2026-11-20T10:05:00Z`);
  return at;
};

export const isInstant = (at: number): boolean => at >= 0 && at < LATEST;

/** Milliseconds since the epoch, NaN when it is none; other notations mean one day here and another there. */
export const instantIn = (text: string): number => {
  const number = Number(text);
  if (Number.isFinite(number)) return number < MOST_SECONDS ? number * 1_000 : number;
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return Number.NaN;
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes(':') ? text : `${text.replace(' ', 'T')}Z`);
};

/** @throws TrainFault naming the columns that are missing and what the file has */
export const requireColumns = (row: FileRow, columns: readonly { readonly names: readonly string[]; readonly example: string }[]): void => {
  const missing = columns.filter(({ names }) => !names.some((name) => columnName(name) in row.record));
  if (missing.length === 0) return;
  const wanted = missing.map(({ names, example }) => `${names[0] ?? ''} (such as ${example})`).join(', ');
  throw new TrainFault(`${row.file} has no column ${wanted}; its columns are ${row.columns.join(', ')}`);
};
