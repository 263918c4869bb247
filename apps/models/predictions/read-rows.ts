import { AppError } from '@ml/contracts/app-error';
import type { Cell, TensorType } from '@ml/contracts/model-metadata';
import type { PredictAsk } from '@ml/contracts/predictions';
import type { FeatureColumn } from './feature-columns';

type Cells = readonly (Cell | null)[];

/** Rows in the order in which the model declares its features. */
export interface GivenRows {
  /** Null: unknown, which only numbers that may be fractions and texts can be. */
  readonly cells: readonly Cells[];
  /** Of each row, 0.5 to 1 unless the caller named its columns: how many features are known. */
  readonly knownShares: readonly number[];
  /** Features that are unknown in some row. */
  readonly missing: readonly string[];
}

/** More at once belong into a request of the Open Inference Protocol, which is not read into objects. */
const MOST_ROWS = 10_000;

/** Whole numbers and flags have no NaN. */
const KNOW_UNKNOWN: ReadonlySet<string> = new Set(['FP32', 'FP64', 'BYTES']);

interface Kind {
  readonly what: string;
  readonly fits: (value: unknown) => boolean;
}

/** What a tensor would silently cut, wrap or make infinite does not fit. */
const KINDS: Readonly<Record<TensorType, Kind>> = {
  FP32: { what: 'a number of 32 bits', fits: (value) => typeof value === 'number' && Number.isFinite(Math.fround(value)) },
  FP64: { what: 'a number', fits: Number.isFinite },
  INT32: { what: 'a whole number of 32 bits', fits: (value) => Number.isInteger(value) && (value as number) === ((value as number) | 0) },
  INT64: { what: 'a whole number', fits: Number.isSafeInteger },
  BOOL: { what: '1 or 0', fits: (value) => value === 1 || value === 0 },
  BYTES: { what: 'a text', fits: (value) => typeof value === 'string' },
};

type Given = Pick<PredictAsk, 'features' | 'rows' | 'columns'>;

/** @throws AppError BAD_FIELD with the path of what is wrong */
export const readRows = (columns: readonly FeatureColumn[], { features, rows, columns: names }: Given): GivenRows => {
  if ((features === undefined) === (rows === undefined)) throw new AppError('BAD_FIELD', 'give either features, by name, or rows, in the order of the model', { path: 'features' });
  if (features !== undefined) return byName(columns, features);
  refuseCrowd(rows ?? []);
  return names === undefined ? inOrder(columns, rows ?? []) : byColumn(columns, rows ?? [], names);
};

const refuseCrowd = (rows: readonly Cells[]): void => {
  if (rows.length === 0 || rows.length > MOST_ROWS) throw new AppError('BAD_FIELD', `give 1 to ${MOST_ROWS} rows; more go through /v2/models/{name}/infer`, { path: 'rows' });
};

const byColumn = (columns: readonly FeatureColumn[], rows: readonly Cells[], names: readonly string[]): GivenRows => {
  const places = columns.map(({ name }) => names.indexOf(name));
  if (places.every((place) => place === -1)) throw new AppError('BAD_FIELD', `the model looks at none of these columns; it looks at ${shortList(columns.map(({ name }) => name))}`, { path: 'columns' });
  return counted(columns, rows.map((row, at) => columns.map((column, index) => readCell(column, row[places[index] ?? -1] ?? null, `rows[${String(at)}].${column.name}`))));
};

const byName = (columns: readonly FeatureColumn[], features: NonNullable<Given['features']>): GivenRows => {
  const names = new Set(columns.map(({ name }) => name));
  const unknown = Object.keys(features).find((name) => !names.has(name));
  if (unknown !== undefined) throw new AppError('BAD_FIELD', `the model knows no such feature; it knows ${shortList(columns.map(({ name }) => name))}`, { path: `features.${unknown}` });
  return judged(columns, [columns.map((column) => readCell(column, ownValue(features, column.name), `features.${column.name}`))], () => 'features');
};

/** A feature may be called `constructor`. */
const ownValue = (features: NonNullable<Given['features']>, name: string): Cell | null => (Object.hasOwn(features, name) ? (features[name] ?? null) : null);

const inOrder = (columns: readonly FeatureColumn[], rows: readonly Cells[]): GivenRows => {
  const cells = rows.map((row, at) => {
    const path = `rows[${String(at)}]`;
    if (!Array.isArray(row) || row.length !== columns.length)
      throw new AppError('BAD_FIELD', `the model takes ${columns.length} features, this row holds ${Array.isArray(row) ? row.length : 'no list'}`, { path });
    return columns.map((column, index) => readCell(column, row[index] as Cell | null, `${path}[${String(index)}]`));
  });
  return judged(columns, cells, (at) => `rows[${String(at)}]`);
};

const readCell = ({ name, datatype }: FeatureColumn, value: unknown, path: string): Cell | null => {
  const { what, fits } = KINDS[datatype];
  if (fits(value)) return value as Cell;
  if ((value ?? null) !== null) throw new AppError('BAD_FIELD', `${name} is ${what} to this model`, { path });
  if (KNOW_UNKNOWN.has(datatype)) return null;
  throw new AppError('BAD_FIELD', `${name} is ${what} to this model and must be given`, { path });
};

const judged = (columns: readonly FeatureColumn[], cells: readonly Cells[], pathOf: (row: number) => string): GivenRows => {
  const rows = counted(columns, cells);
  const poor = rows.knownShares.findIndex((share) => share < 0.5);
  if (poor !== -1) throw new AppError('BAD_FIELD', `more than half of the features are missing: ${shortList(rows.missing)}`, { path: pathOf(poor) });
  return rows;
};

const counted = (columns: readonly FeatureColumn[], cells: readonly Cells[]): GivenRows => ({
  cells,
  knownShares: cells.map((row) => row.filter((cell) => cell !== null).length / Math.max(1, columns.length)),
  missing: columns.filter((_, index) => cells.some((row) => row[index] === null)).map(({ name }) => name),
});

const SHOWN = 10;

export const shortList = (names: readonly string[]): string => (names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`);
