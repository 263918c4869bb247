/** Element types and their numbers in TensorProto.DataType (onnx.proto). */
export const ELEMENT_NUMBERS = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
} as const;

export type ElementType = keyof typeof ELEMENT_NUMBERS;

const NAMES = new Map(Object.entries(ELEMENT_NUMBERS).map(([name, number]) => [number as number, name as ElementType]));

/** undefined: a type that we do not know. */
export const elementTypeOf = (number: number): ElementType | undefined => NAMES.get(number);
