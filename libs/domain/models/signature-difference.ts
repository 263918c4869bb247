import type { ModelMetadata } from '@ml/contracts/model-metadata';

type Signed = Pick<ModelMetadata, 'inputs' | 'outputs'>;

/** Which side differs when one model cannot answer what the other is asked; undefined: they are alike. */
export const signatureDifference = (one: Signed, other: Signed): 'inputs' | 'outputs' | undefined => {
  const tensor = (name: string, datatype: string, columns: readonly string[]): string => JSON.stringify([name, datatype, columns]);
  const inputs = ({ inputs: list }: Signed): string => list.map(({ name, datatype, features }) => tensor(name, datatype, features)).join();
  const outputs = ({ outputs: list }: Signed): string => list.map(({ name, datatype, columns }) => tensor(name, datatype, columns)).join();
  if (inputs(one) !== inputs(other)) return 'inputs';
  return outputs(one) === outputs(other) ? undefined : 'outputs';
};
