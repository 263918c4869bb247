import { ELEMENT_NUMBERS } from './element-types';
import { encodeAttribute } from './encode-attribute';
import { encodeTensor } from './encode-tensor';
import type { OnnxFunction, OnnxGraph, OnnxModel, OnnxNode, OnnxValue } from './onnx-model';
import { ProtoWriter } from './proto-writer';

const IR_VERSION = 8;

/** The bytes of an `.onnx` file. Numbers of fields are those of onnx.proto. The same model gives the same bytes. */
export const encodeModel = (model: OnnxModel): Uint8Array => {
  const writer = new ProtoWriter();
  writer.int(1, model.irVersion ?? IR_VERSION);
  if (model.producer !== undefined) writer.text(2, model.producer);
  writer.message(7, (inner) => encodeGraph(model.graph, inner));
  for (const opset of model.opsets) encodeOpset(opset, writer, 8);
  for (const one of model.functions ?? []) writer.message(25, (inner) => encodeFunction(one, model, inner));
  return writer.finish();
};

const encodeOpset = ({ domain, version }: OnnxModel['opsets'][number], writer: ProtoWriter, field: number): void => {
  writer.message(field, (inner) => {
    if (domain !== '') inner.text(1, domain);
    inner.int(2, version);
  });
};

const encodeGraph = (graph: OnnxGraph, writer: ProtoWriter): void => {
  for (const node of graph.nodes) writer.message(1, (inner) => encodeNode(node, inner));
  writer.text(2, graph.name);
  for (const tensor of graph.initializers ?? []) writer.message(5, (inner) => encodeTensor(tensor, inner));
  for (const value of graph.inputs) writer.message(11, (inner) => encodeValue(value, inner));
  for (const value of graph.outputs) writer.message(12, (inner) => encodeValue(value, inner));
};

const encodeNode = (node: OnnxNode, writer: ProtoWriter): void => {
  for (const name of node.inputs) writer.text(1, name);
  for (const name of node.outputs) writer.text(2, name);
  if (node.name !== undefined) writer.text(3, node.name);
  writer.text(4, node.op);
  for (const [name, attribute] of Object.entries(node.attributes ?? {})) {
    writer.message(5, (inner) => encodeAttribute({ name, attribute, encodeGraph }, inner));
  }
  if (node.domain !== undefined && node.domain !== '') writer.text(7, node.domain);
};

const encodeValue = ({ name, type, shape }: OnnxValue, writer: ProtoWriter): void => {
  writer.text(1, name);
  writer.message(2, (typeProto) =>
    typeProto.message(1, (tensor) => {
      tensor.int(1, ELEMENT_NUMBERS[type]);
      tensor.message(2, (shapeProto) => {
        for (const dimension of shape) shapeProto.message(1, (inner) => encodeDimension(dimension, inner));
      });
    }),
  );
};

const encodeDimension = (dimension: number | string, writer: ProtoWriter): void => {
  if (typeof dimension === 'number') writer.int(1, dimension);
  else writer.text(2, dimension);
};

const encodeFunction = ({ name, domain, inputs, outputs, nodes }: OnnxFunction, { opsets }: OnnxModel, writer: ProtoWriter): void => {
  writer.text(1, name);
  for (const input of inputs) writer.text(4, input);
  for (const output of outputs) writer.text(5, output);
  for (const node of nodes) writer.message(7, (inner) => encodeNode(node, inner));
  for (const opset of opsets) encodeOpset(opset, writer, 9);
  writer.text(10, domain);
};
