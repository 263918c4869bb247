import type { Table } from '@ml/domain/training/table';

const MOST_VALUES = 500;

/** What each feature looked like in training: evenly taken of the sorted values, both ends included. */
export const referenceSamples = ({ features, columns }: Table): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(features.map((name, index) => [name, sampleOf(columns[index] ?? new Float32Array())]));

const sampleOf = (column: Float32Array): readonly number[] => {
  const known = column.filter((value) => Number.isFinite(value)).sort();
  const count = Math.min(MOST_VALUES, known.length);
  return Array.from({ length: count }, (_, at) => known[count === 1 ? 0 : Math.round((at * (known.length - 1)) / (count - 1))] ?? 0);
};
