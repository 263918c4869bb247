import type { TensorType } from '@ml/contracts/model-metadata';
import type { ElementType } from './element-types';

/** Types of the Open Inference Protocol as ONNX calls them. */
export const ELEMENT_OF: Readonly<Record<TensorType, ElementType>> = { FP32: 'float', FP64: 'double', INT32: 'int32', INT64: 'int64', BOOL: 'bool', BYTES: 'string' };

const TENSOR_OF = new Map(Object.entries(ELEMENT_OF).map(([tensor, element]) => [element, tensor as TensorType]));

/** undefined: a type that is not served. */
export const tensorTypeOf = (element: ElementType | null): TensorType | undefined => (element === null ? undefined : TENSOR_OF.get(element));
