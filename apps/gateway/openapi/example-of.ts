import { fieldsOf, type DtoClass, type Field } from '@ml/contracts/field';

/** A whole object made of the examples of its fields, so that examples cannot fall behind the contract. */
export const exampleOf = (type: DtoClass): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...fieldsOf(type).values()].filter(({ rare }) => !rare).map((field) => [field.name, exampleValue(field)]));

const exampleValue = ({ nested, list, example }: Field): unknown => {
  if (nested === undefined || example !== undefined) return example;
  const one = exampleOf(nested());
  return list ? [one] : one;
};
