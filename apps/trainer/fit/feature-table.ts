import { ratioColumn } from '@ml/domain/training/export/ratio-column';
import { textCodes } from '@ml/domain/training/export/text-codes';
import type { Table } from '@ml/domain/training/table';
import type { ModelExport, TextFeature } from '@ml/domain/training/export/model-export';
import type { Dataset } from '../dataset';

/** Numbers, then texts by their places, then ratios: the columns that ensembles are trained on. */
export const featureTable = ({ numbers, texts }: Dataset, { texts: encoded = [], ratios = [] }: Pick<ModelExport['inputs'], 'texts' | 'ratios'>): Table => ({
  rows: numbers.rows,
  features: [...numbers.features, ...[...encoded, ...ratios].map(({ name }) => name)],
  columns: [
    ...numbers.columns,
    ...encoded.map((feature) => textCodes(feature, texts.find(({ name }) => name === feature.name)?.values ?? new Array<string>(numbers.rows).fill(''))),
    ...ratios.map((ratio) => ratioColumn(ratio, numbers)),
  ],
});

/** A category seen less often says too little to be told from the others. */
const LEAST_ROWS = 5;
const MOST_CATEGORIES = 200;

/** The categories of each text, those with the smallest mean target first, so that one split can part the low from the high. */
export const textFeatures = ({ texts }: Dataset, target: Float64Array): readonly TextFeature[] =>
  texts.map(({ name, values }) => {
    const sums = new Map<string, { sum: number; rows: number }>();
    for (const [row, value] of values.entries()) {
      const known = sums.get(value) ?? { sum: 0, rows: 0 };
      sums.set(value, { sum: known.sum + (target[row] ?? 0), rows: known.rows + 1 });
    }
    const frequent = [...sums].filter(([value, { rows }]) => value !== '' && rows >= LEAST_ROWS).sort((one, other) => other[1].rows - one[1].rows || (one[0] < other[0] ? -1 : 1));
    const kept = frequent.slice(0, MOST_CATEGORIES).map(([category, { sum, rows }]) => ({ category, mean: sum / rows }));
    return { name, categories: kept.sort((one, other) => one.mean - other.mean || (one.category < other.category ? -1 : 1)).map(({ category }) => category) };
  });
