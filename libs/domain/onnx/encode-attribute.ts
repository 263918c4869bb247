import { encodeTensor } from './encode-tensor';
import type { OnnxAttribute, OnnxGraph } from './onnx-model';
import type { ProtoWriter } from './proto-writer';

/** AttributeProto.AttributeType (onnx.proto). */
const KIND = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;
const KIND_FIELD = 20;
const encoder = new TextEncoder();

interface Named {
  readonly name: string;
  readonly attribute: OnnxAttribute;
  /** Handed in, since a graph holds nodes and a node may hold a graph. */
  readonly encodeGraph: (graph: OnnxGraph, writer: ProtoWriter) => void;
}

/** An AttributeProto. */
export const encodeAttribute = ({ name, attribute, encodeGraph }: Named, writer: ProtoWriter): void => {
  writer.text(1, name);
  if ('graph' in attribute) {
    writer.message(6, (inner) => encodeGraph(attribute.graph, inner));
    writer.int(KIND_FIELD, KIND.graph);
  } else if ('tensor' in attribute) {
    writer.message(5, (inner) => encodeTensor(attribute.tensor, inner));
    writer.int(KIND_FIELD, KIND.tensor);
  } else if ('int' in attribute || 'float' in attribute || 'string' in attribute) {
    encodeSingle(attribute, writer);
  } else {
    encodeList(attribute, writer);
  }
};

type Single = Extract<OnnxAttribute, { int: number } | { float: number } | { string: string }>;
type List = Exclude<OnnxAttribute, Single | { tensor: unknown } | { graph: unknown }>;

const encodeSingle = (attribute: Single, writer: ProtoWriter): void => {
  if ('float' in attribute) {
    writer.float(2, attribute.float);
    writer.int(KIND_FIELD, KIND.float);
  } else if ('int' in attribute) {
    writer.int(3, attribute.int);
    writer.int(KIND_FIELD, KIND.int);
  } else {
    writer.raw(4, encoder.encode(attribute.string));
    writer.int(KIND_FIELD, KIND.string);
  }
};

const encodeList = (attribute: List, writer: ProtoWriter): void => {
  if ('floats' in attribute) {
    const { buffer, byteOffset, byteLength } = Float32Array.from(attribute.floats);
    writer.raw(7, new Uint8Array(buffer, byteOffset, byteLength));
    writer.int(KIND_FIELD, KIND.floats);
  } else if ('ints' in attribute) {
    writer.packedInts(8, attribute.ints);
    writer.int(KIND_FIELD, KIND.ints);
  } else {
    for (const value of attribute.strings) writer.raw(9, encoder.encode(value));
    writer.int(KIND_FIELD, KIND.strings);
  }
};
