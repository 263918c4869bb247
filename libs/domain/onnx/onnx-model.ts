import type { ElementType } from './element-types';

/** One tensor that is part of the model. */
export type OnnxTensor = { readonly name: string; readonly dims: readonly number[] } & (
  | { readonly type: 'float'; readonly values: Float32Array }
  | { readonly type: 'double'; readonly values: Float64Array }
  | { readonly type: 'int64'; readonly values: readonly number[] | BigInt64Array }
  | { readonly type: 'string'; readonly values: readonly string[] }
  /** The values lie in another file: nothing that we write, and nothing that we take. */
  | { readonly type: 'external'; readonly file: string }
);

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] | Int32Array }
  | { readonly floats: readonly number[] | Float32Array }
  | { readonly strings: readonly string[] }
  | { readonly tensor: OnnxTensor }
  | { readonly graph: OnnxGraph };

export interface OnnxNode {
  readonly op: string;
  /** '' (the default) is ai.onnx. */
  readonly domain?: string;
  readonly name?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** An input or output. A dimension that is a text stands for any number, as `N` for rows. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers?: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** A function of the model's own: nothing that we take either. */
export interface OnnxFunction {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly OnnxNode[];
}

/** As much of ONNX as our trainer writes, and as the specs of what is refused need. */
export interface OnnxModel {
  /** 8 unless given: what every runtime of the last years reads. */
  readonly irVersion?: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly producer?: string;
  readonly graph: OnnxGraph;
  readonly functions?: readonly OnnxFunction[];
}
