import type { ModelInput, TensorType } from '@ml/contracts/model-metadata';

/** One feature of a model: the columns of its inputs, one after the other. */
export interface FeatureColumn {
  readonly name: string;
  readonly datatype: TensorType;
}

export const featureColumns = (inputs: readonly ModelInput[]): readonly FeatureColumn[] => inputs.flatMap(({ datatype, features }) => features.map((name) => ({ name, datatype })));
