import Table from 'cli-table3';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import { TABLE_STYLE } from './plan-table';

const DIGITS = 5;

/** What the server answered beside what the trainer had computed for the same row. */
export const predictionTable = ({ outputs, golden }: ModelMetadata, answered: Readonly<Record<string, number>>): string => {
  const columns = outputs.flatMap((output) => output.columns);
  const table = new Table({ head: ['', ...columns], style: TABLE_STYLE });
  table.push(['the trainer', ...columns.map((_, at) => (golden[0]?.output[at] ?? Number.NaN).toFixed(DIGITS))]);
  table.push(['the server', ...columns.map((column) => (answered[column] ?? Number.NaN).toFixed(DIGITS))]);
  return table.toString();
};
