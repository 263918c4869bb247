import type { BoostedTrees } from '../boosted-trees';
import type { IsolationForest } from '../isolation-forest';

/** Names of the graph's inputs and of its output. */
export const NUMBERS_INPUT = 'numbers';
export const TEXTS_INPUT = 'texts';
export const PREDICTIONS_OUTPUT = 'predictions';

/** A text that is folded into the graph: a category becomes its place in the list, any other text is unknown (NaN). */
export interface TextFeature {
  readonly name: string;
  /** Different from each other. */
  readonly categories: readonly string[];
}

/** A feature made in the graph of two numbers, in 32 bits: prices of large and of small machines are alike once they are divided by another. */
export interface RatioFeature {
  readonly name: string;
  readonly of: string;
  readonly over: string;
}

/** What happens to what an ensemble says. `relative`: it is a change of a feature, `feature * (1 + said)`. */
export type HeadStep =
  | { readonly kind: 'scale'; readonly factor: number; readonly offset: number }
  | { readonly kind: 'relative'; readonly to: string }
  | { readonly kind: 'clamp'; readonly least: number; readonly most: number };

/** One column of the output. */
export interface Head {
  readonly column: string;
  /** Its features must be those of the export: the numbers, then the texts, then the ratios. Boosted trees answer as `predictBoosted`, forests as `scoreForest`. */
  readonly model: BoostedTrees | IsolationForest;
  /** In this order. */
  readonly steps?: readonly HeadStep[];
}

/** Everything that one `.onnx` file holds. */
export interface ModelExport {
  readonly name: string;
  readonly inputs: { readonly numbers: readonly string[]; readonly texts?: readonly TextFeature[]; readonly ratios?: readonly RatioFeature[] };
  readonly heads: readonly Head[];
  /** Columns, each a head, whose values are put in ascending order row by row: quantiles may not cross. */
  readonly ascending?: readonly string[];
}

/** Features of the ensembles, in order. */
export const featuresOf = ({ inputs: { numbers, texts = [], ratios = [] } }: Pick<ModelExport, 'inputs'>): readonly string[] => [
  ...numbers,
  ...[...texts, ...ratios].map(({ name }) => name),
];
