import { checkOperator } from './allowed-operators';
import { OnnxFault } from './onnx-fault';
import type { ProtoReader } from './proto-reader';
import { checkSparseTensor, readTensorName, readValue, type HeaderValue } from './read-tensor';

export interface GraphHeader {
  readonly inputs: HeaderValue[];
  readonly outputs: HeaderValue[];
  /** Names of the tensors that are part of the model: some exporters list them as inputs too. */
  readonly initializers: Set<string>;
  /** `domain:name`, or just the name of those of ai.onnx. */
  readonly operators: Set<string>;
}

const MOST_VALUES = 10_000;

/** A GraphProto. A file may hold the parts of its graph in several pieces: all of them count. @throws OnnxFault */
export const readGraph = (reader: ProtoReader, end: number, graph: GraphHeader): void => {
  reader.walk(end, {
    bytes: (field, contentEnd) => {
      switch (field) {
        case 1:
          return readNode(reader, contentEnd, graph);
        case 5:
          return void graph.initializers.add(readTensorName(reader, contentEnd));
        case 11:
          return add(graph.inputs, readValue(reader, contentEnd));
        case 12:
          return add(graph.outputs, readValue(reader, contentEnd));
        case 15:
          return void graph.initializers.add(checkSparseTensor(reader, contentEnd));
      }
    },
  });
};

const add = (values: HeaderValue[], value: HeaderValue): void => {
  if (values.length >= MOST_VALUES) throw new OnnxFault('TOO_COMPLEX', 'the model has too many inputs or outputs');
  if (values.some(({ name }) => name === value.name)) throw new OnnxFault('NOT_ONNX', `two inputs or two outputs of the model are called ${value.name}`);
  values.push(value);
};

const readNode = (reader: ProtoReader, end: number, { operators }: GraphHeader): void => {
  let op = '';
  let domain = '';
  let hasGraph = false;
  reader.walk(end, {
    bytes: (field, contentEnd) => {
      if (field === 4) op = reader.text(contentEnd);
      if (field === 7) domain = reader.text(contentEnd);
      if (field === 5) hasGraph = holdsGraph(reader, contentEnd) || hasGraph;
    },
  });
  checkOperator({ op, domain, hasGraph });
  operators.add(domain === '' || domain === 'ai.onnx' ? op : `${domain}:${op}`);
};

/** An AttributeProto: its tensors are looked at, its numbers are skipped, a graph is only noticed. */
const holdsGraph = (reader: ProtoReader, end: number): boolean => {
  let found = false;
  reader.walk(end, {
    bytes: (field, contentEnd) => {
      if (field === 6 || field === 11) found = true;
      if (field === 5 || field === 10) readTensorName(reader, contentEnd);
      if (field === 22 || field === 23) checkSparseTensor(reader, contentEnd);
    },
  });
  return found;
};
