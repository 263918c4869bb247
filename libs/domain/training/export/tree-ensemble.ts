import type { OnnxAttribute, OnnxNode } from '../../onnx/onnx-model';
import type { Tree } from '../boosted-trees';

/** The operators for trees and for categories. Version 3 is the first whose thresholds and leaves may be 64-bit numbers. */
export const ML_DOMAIN = { domain: 'ai.onnx.ml', version: 3 } as const;

const SINGLE_LEAF: Tree = { feature: Int32Array.of(-1), threshold: Float64Array.of(0), left: Int32Array.of(0), right: Int32Array.of(0), unknownLeft: Uint8Array.of(0), value: Float64Array.of(0) };

/**
 * `base + sum of the leaves reached` of a matrix of 64-bit numbers. Thresholds, leaves and sums are 64 bits wide, so that
 * the graph takes the same turns and sums the same leaves as the trainer; only what comes out is 32 bits wide.
 */
export const treeEnsemble = (trees: readonly Tree[], base: number, input: string): Omit<OnnxNode, 'outputs'> => ({
  op: 'TreeEnsembleRegressor',
  domain: ML_DOMAIN.domain,
  inputs: [input],
  attributes: {
    aggregate_function: { string: 'SUM' },
    n_targets: { int: 1 },
    base_values_as_tensor: doubles('base_values', [base]),
    // The operator wants a tree.
    ...nodesOf(trees.length === 0 ? [SINGLE_LEAF] : trees),
  },
});

const doubles = (name: string, values: readonly number[]): OnnxAttribute => ({ tensor: { name, type: 'double', dims: [values.length], values: Float64Array.from(values) } });

/** A value of every node of every tree. */
const ofNodes = <Value>(trees: readonly Tree[], valueOf: (tree: Tree, node: number, number: number) => Value): Value[] =>
  trees.flatMap((tree, number) => Array.from(tree.feature, (_, node) => valueOf(tree, node, number)));

const nodesOf = (trees: readonly Tree[]): Readonly<Record<string, OnnxAttribute>> => {
  const leaves = ofNodes(trees, (tree, node, number) => ({ tree, node, number })).filter(({ tree, node }) => isLeaf(tree, node));
  return {
    nodes_treeids: { ints: ofNodes(trees, (_, __, number) => number) },
    nodes_nodeids: { ints: ofNodes(trees, (_, node) => node) },
    nodes_featureids: { ints: ofNodes(trees, ({ feature }, node) => Math.max(feature[node] as number, 0)) },
    nodes_modes: { strings: ofNodes(trees, (tree, node) => (isLeaf(tree, node) ? 'LEAF' : 'BRANCH_LEQ')) },
    nodes_values_as_tensor: doubles('nodes_values', ofNodes(trees, ({ threshold }, node) => threshold[node] as number)),
    nodes_truenodeids: { ints: ofNodes(trees, ({ left }, node) => left[node] as number) },
    nodes_falsenodeids: { ints: ofNodes(trees, ({ right }, node) => right[node] as number) },
    nodes_missing_value_tracks_true: { ints: ofNodes(trees, ({ unknownLeft }, node) => unknownLeft[node] as number) },
    target_treeids: { ints: leaves.map(({ number }) => number) },
    target_nodeids: { ints: leaves.map(({ node }) => node) },
    target_ids: { ints: leaves.map(() => 0) },
    target_weights_as_tensor: doubles('target_weights', leaves.map(({ tree, node }) => tree.value[node] as number)),
  };
};

const isLeaf = ({ feature }: Tree, node: number): boolean => (feature[node] as number) < 0;
