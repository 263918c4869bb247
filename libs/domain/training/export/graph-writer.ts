import type { OnnxNode, OnnxTensor } from '../../onnx/onnx-model';

/** Collects nodes and constants and names the values between them. */
export class GraphWriter {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  private values = 0;

  /** The name of the node's only output; `as` when it has to be a certain one. */
  add(node: Omit<OnnxNode, 'outputs'>, as?: string): string {
    const output = as ?? this.freshName(node.op);
    this.nodes.push({ ...node, outputs: [output] });
    return output;
  }

  /** A 64-bit number. */
  constant(value: number): string {
    const name = this.freshName('number');
    this.initializers.push({ name, type: 'double', dims: [1], values: Float64Array.of(value) });
    return name;
  }

  /** One column of a matrix, as a matrix of one column. */
  column(matrix: string, index: number): string {
    const name = this.freshName('index');
    this.initializers.push({ name, type: 'int64', dims: [1], values: [index] });
    return this.add({ op: 'Gather', inputs: [matrix, name], attributes: { axis: { int: 1 } } });
  }

  /** Matrices side by side. */
  join(columns: readonly string[]): string {
    const [first = ''] = columns;
    return columns.length === 1 ? first : this.add({ op: 'Concat', inputs: columns, attributes: { axis: { int: 1 } } });
  }

  private freshName(stem: string): string {
    this.values += 1;
    return `${stem}_${String(this.values)}`;
  }
}
