import { checkFormat } from './check-format';
import { OnnxFault } from './onnx-fault';
import { ProtoReader, type ByteSource } from './proto-reader';
import { readGraph, type GraphHeader } from './read-graph';
import type { HeaderValue } from './read-tensor';

export interface OnnxHeader {
  readonly irVersion: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  /** Without those that are part of the model. */
  readonly inputs: readonly HeaderValue[];
  readonly outputs: readonly HeaderValue[];
  /** In order of the alphabet. */
  readonly operators: readonly string[];
}

/**
 * What a file says of itself, and whether it is one that we run at all: only operators that end by themselves, nothing outside the file.
 * @throws OnnxFault
 */
export const readHeader = (source: ByteSource): OnnxHeader => {
  checkFormat(source);
  const reader = new ProtoReader(source);
  const graph: GraphHeader = { inputs: [], outputs: [], initializers: new Set(), operators: new Set() };
  const opsets: { domain: string; version: number }[] = [];
  let irVersion = 0;
  reader.walk(source.size, {
    int: (field, value) => {
      if (field === 1) irVersion = value;
    },
    bytes: (field, end) => {
      if (field === 7) readGraph(reader, end, graph);
      if (field === 8) opsets.push(readOpset(reader, end));
      if (field === 20 || field === 25) throw functions();
    },
  });
  checkWhole({ irVersion, opsets, graph });
  return {
    irVersion,
    opsets,
    inputs: graph.inputs.filter(({ name }) => !graph.initializers.has(name)),
    outputs: graph.outputs,
    operators: [...graph.operators].sort(),
  };
};

const functions = (): OnnxFault =>
  new OnnxFault('HAS_FUNCTIONS', 'the model holds functions or a training graph of its own: inline them, as with onnx.inliner.inline_local_functions, or export for inference');

const readOpset = (reader: ProtoReader, end: number): { readonly domain: string; readonly version: number } => {
  let domain = '';
  let version = 0;
  reader.walk(end, {
    int: (field, value) => {
      if (field === 2) version = value;
    },
    bytes: (field, contentEnd) => {
      if (field === 1) domain = reader.text(contentEnd);
    },
  });
  return { domain, version };
};

/** Sets of operators come after the graph: a file that was cut between the two has none. */
const checkWhole = ({ irVersion, opsets, graph }: { readonly irVersion: number; readonly opsets: readonly unknown[]; readonly graph: GraphHeader }): void => {
  if (irVersion === 0 || graph.operators.size === 0) throw new OnnxFault('NOT_ONNX', 'the file is no ONNX model: it has no version or no operators');
  if (opsets.length === 0) throw new OnnxFault('TRUNCATED', 'the file ends before the model does: send it again, whole');
};
