import { encodeModel } from '@ml/domain/onnx/encode-model';
import type { OnnxTensor } from '@ml/domain/onnx/onnx-model';

const MIB = 1024 * 1024;
const INT64 = 7;

/** y = a + offset, and a table of weights that every row looks into, so that the runtime keeps it. */
export const largeModel = (offset: number, mebibytes: number): Uint8Array => {
  const entries = (mebibytes * MIB) >> 2;
  const initializers: OnnxTensor[] = [
    { name: 'table', type: 'float', dims: [entries], values: new Float32Array(entries).fill(offset) },
    { name: 'first', type: 'int64', dims: [], values: [0] },
    { name: 'last', type: 'int64', dims: [], values: [entries - 1] },
  ];
  return encodeModel({
    opsets: [{ domain: '', version: 17 }],
    graph: {
      name: 'large',
      nodes: [
        { op: 'Cast', inputs: ['x'], outputs: ['whole'], attributes: { to: { int: INT64 } } },
        { op: 'Clip', inputs: ['whole', 'first', 'last'], outputs: ['place'] },
        { op: 'Gather', inputs: ['table', 'place'], outputs: ['found'] },
        { op: 'Add', inputs: ['x', 'found'], outputs: ['y'] },
      ],
      initializers,
      inputs: [{ name: 'x', type: 'float', shape: ['N', 1] }],
      outputs: [{ name: 'y', type: 'float', shape: ['N', 1] }],
    },
  });
};
