import { predictBoosted } from '../predict-boosted';
import { scoreForest } from '../isolation-forest';
import type { Table } from '../table';
import { checkExport } from './check-export';
import type { Head, HeadStep, ModelExport } from './model-export';

/**
 * What the exported graph says, computed without it: row after row, one number per head. The table has the numbers and,
 * after them, the texts as `textCodes` and the ratios as `ratioColumn`. Numbers are 64 bits wide here; the graph's answer is the nearest 32-bit number.
 */
export const predictExport = (wanted: ModelExport, table: Table): Float64Array => {
  checkExport(wanted);
  const columns = new Map(wanted.heads.map((head) => [head.column, headOf(head, table)]));
  sortRows((wanted.ascending ?? []).map((name) => columns.get(name) ?? new Float64Array()));
  const width = columns.size;
  const said = new Float64Array(table.rows * width);
  for (const [at, column] of [...columns.values()].entries()) {
    for (let row = 0; row < table.rows; row += 1) said[row * width + at] = column[row] as number;
  }
  return said;
};

const headOf = ({ model, steps = [] }: Head, table: Table): Float64Array => {
  const said = 'base' in model ? predictBoosted(model, table) : scoreForest(model, table);
  return steps.reduce((values, step) => stepped(values, step, table), said);
};

const stepped = (values: Float64Array, step: HeadStep, table: Table): Float64Array => {
  switch (step.kind) {
    case 'scale':
      return values.map((value) => value * step.factor + step.offset);
    case 'clamp':
      return values.map((value) => Math.min(Math.max(value, step.least), step.most));
    case 'relative': {
      const feature = table.columns[table.features.indexOf(step.to)] ?? new Float32Array();
      return values.map((value, row) => (feature[row] as number) * (1 + value));
    }
  }
};

const sortRows = (columns: readonly Float64Array[]): void => {
  for (let row = 0; row < (columns[0]?.length ?? 0); row += 1) {
    const sorted = Float64Array.from(columns, (column) => column[row] as number).sort();
    for (const [at, column] of columns.entries()) column[row] = sorted[at] as number;
  }
};
