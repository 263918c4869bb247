import { jsonObject } from '@ml/domain/features/json-object';
import { columnName } from '@ml/domain/prices/columns';
import { SECOND_MS } from '@ml/units/time';
import { BadRow, instantOf, requireColumns, textOf } from './fields';
import type { FileRow } from './file-row';
import { gridSize } from './grid-size';
import type { UsageHistory } from './usage-history';

const VALUES = 'metric_values';
const LONGEST_STEP = 86_400;

/** What one scan kept of a series. */
export interface SeriesPiece {
  readonly name: string;
  /** Milliseconds since the epoch of the first sample. */
  readonly start: number;
  readonly stepSeconds: number;
  /** NaN where there is none. */
  readonly values: Float64Array;
  /** Milliseconds since the epoch. */
  readonly collectedAt: number;
}

/** Whether the row is one of an exported `cloudwatch_metrics_history`: it holds many samples. */
export const isExportedSeries = ({ record }: FileRow): boolean => columnName(VALUES) in record;

/** Of the columns of the first row of a file. @throws TrainFault */
export const requireExportedSeries = (row: FileRow): void => {
  requireColumns(row, [
    { names: ['resource_hash'], example: '5d41402a' },
    { names: ['metric_name'], example: 'CPUUtilization' },
    { names: ['start_date'], example: '2026-11-20T10:00:00Z' },
  ]);
};

/** @throws BadRow */
export const seriesPiece = (row: FileRow): SeriesPiece => {
  const { timeseries, step_seconds: step } = jsonObject(row.record[columnName(VALUES)]) ?? {};
  if (!Array.isArray(timeseries)) throw new BadRow(row, `${VALUES} has no list timeseries`);
  if (typeof step !== 'number' || !(step >= 1 && step <= LONGEST_STEP)) throw new BadRow(row, `step_seconds of ${VALUES} is none of 1 to ${String(LONGEST_STEP)}`);
  return {
    name: `${textOf(row, ['resource_hash'])} ${textOf(row, ['metric_name'])}`,
    start: instantOf(row, ['start_date']),
    stepSeconds: step,
    values: Float64Array.from(timeseries as readonly unknown[], (value) => (typeof value === 'number' ? value : Number.NaN)),
    collectedAt: instantOf(row, ['collected_at', 'end_date', 'start_date']),
  };
};

/** A series of each name and step; where several scans know an hour, what was collected last holds. @throws TrainFault */
export const joinedSeries = (pieces: readonly SeriesPiece[]): readonly UsageHistory[] =>
  [...Map.groupBy(pieces, ({ name, stepSeconds }) => `${name} ${String(stepSeconds)}`)].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, own]) => joined(own));

const joined = (pieces: readonly SeriesPiece[]): readonly UsageHistory[] => {
  const [first] = pieces;
  if (first === undefined) return [];
  const { name, stepSeconds } = first;
  const step = stepSeconds * SECOND_MS;
  const start = pieces.reduce((least, piece) => Math.min(least, piece.start), first.start);
  const placeOf = (piece: SeriesPiece): number => Math.round((piece.start - start) / step);
  const until = pieces.reduce((most, piece) => Math.max(most, placeOf(piece) + piece.values.length), 0);
  const samples = pieces.reduce((sum, { values }) => sum + values.length, 0);
  if (samples < 2) return [];
  const cpu = new Float64Array(gridSize({ name, step, from: start, until: start + (until - 1) * step, samples })).fill(Number.NaN);
  for (const piece of pieces.toSorted((one, other) => one.collectedAt - other.collectedAt)) {
    const place = placeOf(piece);
    for (const [at, value] of piece.values.entries()) if (!Number.isNaN(value)) cpu[place + at] = value;
  }
  return [{ name, start, stepSeconds, cpu, memory: new Float64Array(), cpuCapacity: Number.NaN, memoryCapacity: Number.NaN, anomalous: null }];
};
