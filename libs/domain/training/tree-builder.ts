import type { Tree } from './boosted-trees';

export interface Fork {
  readonly feature: number;
  readonly threshold: number;
  readonly unknownLeft: boolean;
}

/** Collects the nodes of a tree, root first. */
export class TreeBuilder {
  private readonly forks: Fork[] = [];
  private readonly values: number[] = [];
  private readonly lefts: number[] = [];
  private readonly rights: number[] = [];

  /** The number of the new node, a leaf until it is forked. */
  addLeaf(value: number): number {
    this.forks.push(LEAF);
    this.values.push(value);
    this.lefts.push(0);
    this.rights.push(0);
    return this.forks.length - 1;
  }

  fork(node: number, fork: Fork): void {
    this.forks[node] = fork;
    this.values[node] = 0;
  }

  join(node: number, left: number, right: number): void {
    this.lefts[node] = left;
    this.rights[node] = right;
  }

  setValue(leaf: number, value: number): void {
    this.values[leaf] = value;
  }

  valueOf(leaf: number): number {
    return this.values[leaf] ?? 0;
  }

  build(): Tree {
    return {
      feature: Int32Array.from(this.forks, ({ feature }) => feature),
      threshold: Float64Array.from(this.forks, ({ threshold }) => threshold),
      left: Int32Array.from(this.lefts),
      right: Int32Array.from(this.rights),
      unknownLeft: Uint8Array.from(this.forks, ({ unknownLeft }) => (unknownLeft ? 1 : 0)),
      value: Float64Array.from(this.values),
    };
  }
}

const LEAF: Fork = { feature: -1, threshold: 0, unknownLeft: false };
