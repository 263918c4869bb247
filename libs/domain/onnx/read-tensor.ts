import { elementTypeOf, type ElementType } from './element-types';
import { OnnxFault } from './onnx-fault';
import type { ProtoReader } from './proto-reader';

/** An input or output as the header has it. */
export interface HeaderValue {
  readonly name: string;
  /** null: no tensor, or of a type that we do not know. */
  readonly type: ElementType | null;
  /** A dimension that is null stands for any number; without a shape the whole is null. */
  readonly shape: readonly (number | null)[] | null;
}

/** Any other place is another file, also when its number is longer than the runtime reads. */
const INSIDE = 0;
/** As large as a dimension can be; negative ones look larger. */
const MOST = Number.MAX_SAFE_INTEGER;

/** The name of a TensorProto; its values are skipped. @throws OnnxFault EXTERNAL_DATA */
export const readTensorName = (reader: ProtoReader, end: number): string => {
  let name = '';
  reader.walk(end, {
    int: (field, value) => {
      if (field === 14 && value !== INSIDE) throw external();
    },
    bytes: (field, contentEnd) => {
      if (field === 13) throw external();
      if (field === 8) name = reader.text(contentEnd);
    },
  });
  return name;
};

const external = (): OnnxFault =>
  new OnnxFault('EXTERNAL_DATA', 'the model keeps weights in another file: save it as one file, as with onnx.save(model, path, save_as_external_data=False)');

/** A SparseTensorProto is made of tensors. */
export const checkSparseTensor = (reader: ProtoReader, end: number): string => {
  let name = '';
  reader.walk(end, {
    bytes: (field, contentEnd) => {
      if (field === 1) name = readTensorName(reader, contentEnd);
      if (field === 2) readTensorName(reader, contentEnd);
    },
  });
  return name;
};

/** A ValueInfoProto. */
export const readValue = (reader: ProtoReader, end: number): HeaderValue => {
  let name = '';
  let tensor: Pick<HeaderValue, 'type' | 'shape'> = { type: null, shape: null };
  reader.walk(end, {
    bytes: (field, contentEnd) => {
      if (field === 1) name = reader.text(contentEnd);
      if (field !== 2) return;
      reader.walk(contentEnd, {
        bytes: (kind, typeEnd) => {
          if (kind === 1) tensor = readTensorType(reader, typeEnd);
        },
      });
    },
  });
  return { name, ...tensor };
};

const readTensorType = (reader: ProtoReader, end: number): Pick<HeaderValue, 'type' | 'shape'> => {
  let type: ElementType | null = null;
  let shape: (number | null)[] | null = null;
  reader.walk(end, {
    int: (field, value) => {
      if (field === 1) type = elementTypeOf(value) ?? null;
    },
    bytes: (field, contentEnd) => {
      if (field !== 2) return;
      const dimensions: (number | null)[] = [];
      reader.walk(contentEnd, {
        bytes: (inner, dimensionEnd) => {
          if (inner === 1) dimensions.push(readDimension(reader, dimensionEnd));
        },
      });
      shape = dimensions;
    },
  });
  return { type, shape };
};

/** Without a value, or with a negative or a zero one, it stands for any number. */
const readDimension = (reader: ProtoReader, end: number): number | null => {
  let size: number | null = null;
  reader.walk(end, {
    int: (field, value) => {
      if (field === 1) size = value > 0 && value <= MOST ? value : null;
    },
  });
  return size;
};
