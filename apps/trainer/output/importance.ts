import { featuresOf, type ModelExport } from '@ml/domain/training/export/model-export';

export interface Importance {
  readonly feature: string;
  /** Share of the gain of all splits, mean over the columns; of a forest, share of its splits. */
  readonly share: number;
}

/** Most important first. */
export const importanceOf = (model: ModelExport): readonly Importance[] => {
  const shares = model.heads.map((head) => ('importance' in head.model ? head.model.importance : splitShares(head.model)));
  return featuresOf(model)
    .map((feature, at) => ({ feature, share: shares.reduce((sum, one) => sum + (one[at] ?? 0), 0) / shares.length }))
    .sort((one, other) => other.share - one.share || (one.feature < other.feature ? -1 : 1));
};

const splitShares = ({ features, trees }: { readonly features: readonly string[]; readonly trees: readonly { readonly feature: Int32Array }[] }): readonly number[] => {
  const counts = new Float64Array(features.length);
  for (const { feature } of trees) for (const at of feature) if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) => (total === 0 ? 0 : count / total));
};

export const importanceCsv = (importance: readonly Importance[]): string => `feature,importance\n${importance.map(({ feature, share }) => `${feature},${share.toFixed(6)}`).join('\n')}\n`;
