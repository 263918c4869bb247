import { featuresOf, type Head, type ModelExport } from './model-export';

const firstTwice = (names: readonly string[]): string | undefined => names.find((name, index) => names.indexOf(name) !== index);

const refuseTwice = (names: readonly string[], what: string): void => {
  const twice = firstTwice(names);
  if (twice !== undefined) throw new RangeError(`the ${what} ${twice} is there twice`);
};

/** Throws a RangeError that names what does not fit together. */
export const checkExport = (wanted: ModelExport): void => {
  const { heads, ascending = [], inputs } = wanted;
  const features = featuresOf(wanted);
  const columns = heads.map(({ column }) => column);
  if (features.length === 0) throw new RangeError('a model needs a feature');
  if (heads.length === 0) throw new RangeError('a model needs a column of output');
  refuseTwice(features, 'feature');
  refuseTwice(columns, 'column');
  refuseTwice(ascending, 'column to be put in order');
  checkMade(inputs);
  for (const head of heads) checkHead(head, features);
  const missing = ascending.find((column) => !columns.includes(column));
  if (missing !== undefined) throw new RangeError(`${missing} is to be in order but no head gives it`);
};

/** Features that the graph makes itself: categories of texts, and ratios of two numbers. */
const checkMade = ({ numbers, texts = [], ratios = [] }: ModelExport['inputs']): void => {
  for (const { name, categories } of texts) refuseTwice(categories, `category of ${name}`);
  const unknown = ratios.flatMap(({ of, over }) => [of, over]).find((name) => !numbers.includes(name));
  if (unknown !== undefined) throw new RangeError(`a ratio is made of ${unknown}, which is no number of the inputs`);
};

const checkHead = ({ column, model, steps = [] }: Head, features: readonly string[]): void => {
  if (model.features.length !== features.length || model.features.some((name, at) => name !== features[at])) {
    throw new RangeError(`${column} was trained on ${model.features.join(', ')}; the inputs are ${features.join(', ')}`);
  }
  for (const step of steps) {
    if (step.kind === 'relative' && !features.includes(step.to)) throw new RangeError(`${column} is relative to ${step.to}, which is no feature`);
  }
};
