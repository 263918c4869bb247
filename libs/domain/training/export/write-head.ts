import { ELEMENT_NUMBERS } from '../../onnx/element-types';
import { LIKE_ANY_OTHER, type IsolationForest } from '../isolation-forest';
import type { GraphWriter } from './graph-writer';
import type { Head, HeadStep } from './model-export';
import { treeEnsemble } from './tree-ensemble';

interface Place {
  readonly writer: GraphWriter;
  /** The matrix of all features, 64 bits wide. */
  readonly matrix: string;
  readonly features: readonly string[];
}

/** Adds the nodes of one head; gives the name of its column, 64 bits wide. */
export const writeHead = (place: Place, { model, steps = [] }: Head): string => {
  const { writer, matrix } = place;
  const sum = writer.add(treeEnsemble(model.trees, 'base' in model ? model.base : 0, matrix));
  const wide = writer.add({ op: 'Cast', inputs: [sum], attributes: { to: { int: ELEMENT_NUMBERS.double } } });
  return steps.reduce((said, step) => writeStep(place, step, said), linked(writer, model, wide));
};

const linked = (writer: GraphWriter, model: Head['model'], sum: string): string => {
  if (!('base' in model)) return score(writer, model, sum);
  return model.objective === 'logistic' ? writer.add({ op: 'Sigmoid', inputs: [sum] }) : sum;
};

/** 100 * 2^(-mean path / mean path of the sample). */
const score = (writer: GraphWriter, { trees, meanPath }: IsolationForest, sum: string): string => {
  if (meanPath === 0) return scaled(writer, { factor: 0, offset: LIKE_ANY_OTHER }, sum);
  const exponent = scaled(writer, { factor: -1 / (trees.length * meanPath), offset: 0 }, sum);
  const power = writer.add({ op: 'Pow', inputs: [writer.constant(2), exponent] });
  return scaled(writer, { factor: 100, offset: 0 }, power);
};

const scaled = (writer: GraphWriter, { factor, offset }: { readonly factor: number; readonly offset: number }, value: string): string => {
  const product = writer.add({ op: 'Mul', inputs: [value, writer.constant(factor)] });
  return offset === 0 ? product : writer.add({ op: 'Add', inputs: [product, writer.constant(offset)] });
};

const writeStep = ({ writer, matrix, features }: Place, step: HeadStep, value: string): string => {
  switch (step.kind) {
    case 'scale':
      return scaled(writer, step, value);
    case 'clamp': {
      const raised = writer.add({ op: 'Max', inputs: [value, writer.constant(step.least)] });
      return writer.add({ op: 'Min', inputs: [raised, writer.constant(step.most)] });
    }
    case 'relative': {
      const feature = writer.column(matrix, features.indexOf(step.to));
      return writer.add({ op: 'Mul', inputs: [feature, writer.add({ op: 'Add', inputs: [value, writer.constant(1)] })] });
    }
  }
};
