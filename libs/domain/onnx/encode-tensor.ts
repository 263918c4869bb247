import { ELEMENT_NUMBERS } from './element-types';
import type { OnnxTensor } from './onnx-model';
import type { ProtoWriter } from './proto-writer';

const EXTERNAL = 1;
const encoder = new TextEncoder();

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array | BigInt64Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

const toInt64 = (values: readonly number[] | BigInt64Array): BigInt64Array => (values instanceof BigInt64Array ? values : BigInt64Array.from(values, BigInt));

/** A TensorProto. */
export const encodeTensor = (tensor: OnnxTensor, writer: ProtoWriter): void => {
  writer.packedInts(1, tensor.dims);
  writer.int(2, tensor.type === 'external' ? ELEMENT_NUMBERS.float : ELEMENT_NUMBERS[tensor.type]);
  if (tensor.type === 'string') for (const value of tensor.values) writer.raw(6, encoder.encode(value));
  writer.text(8, tensor.name);
  switch (tensor.type) {
    case 'string':
      return;
    case 'float':
    case 'double':
      return writer.raw(9, bytesOf(tensor.values));
    case 'int64':
      return writer.raw(9, bytesOf(toInt64(tensor.values)));
    case 'external':
      return encodeLocation(tensor.file, writer);
  }
};

const encodeLocation = (file: string, writer: ProtoWriter): void => {
  writer.message(13, (entry) => {
    entry.text(1, 'location');
    entry.text(2, file);
  });
  writer.int(14, EXTERNAL);
};
