import type { BoostedTrees, Tree } from '@ml/domain/training/boosted-trees';
import { exportModel } from '@ml/domain/training/export/export-model';
import { mulberry32 } from '@ml/testing/mulberry32';

/** A full tree: every row takes `depth` steps. */
const fullTree = (depth: number, features: number, random: () => number): Tree => {
  const inner = 2 ** depth - 1;
  const nodes = 2 * inner + 1;
  const each = <To>(make: (node: number) => To): To[] => Array.from({ length: nodes }, (_, node) => make(node));
  return {
    feature: Int32Array.from(each((node) => (node < inner ? Math.floor(random() * features) : -1))),
    threshold: Float64Array.from(each((node) => (node < inner ? Math.fround(random()) : 0))),
    left: Int32Array.from(each((node) => (node < inner ? 2 * node + 1 : 0))),
    right: Int32Array.from(each((node) => (node < inner ? 2 * node + 2 : 0))),
    unknownLeft: Uint8Array.from(each(() => (random() < 0.5 ? 1 : 0))),
    value: Float64Array.from(each((node) => (node < inner ? 0 : random() - 0.5))),
  };
};

export const FEATURES = Array.from({ length: 17 }, (_, index) => `f${String(index)}`);

/** The bytes of a model of the size that the trainer makes: which leaves it holds is nobody's concern here. */
export const madeUpTrees = (trees: number, depth: number): Uint8Array => {
  const random = mulberry32(trees);
  const model: BoostedTrees = {
    objective: 'squared',
    features: FEATURES,
    base: 0.5,
    trees: Array.from({ length: trees }, () => fullTree(depth, FEATURES.length, random)),
    importance: FEATURES.map(() => 1 / FEATURES.length),
  };
  return exportModel({ name: 'bench', inputs: { numbers: FEATURES }, heads: [{ column: 'y', model }] });
};
