import { ELEMENT_NUMBERS } from '../../onnx/element-types';
import { encodeModel } from '../../onnx/encode-model';
import type { OnnxAttribute, OnnxValue } from '../../onnx/onnx-model';
import { checkExport } from './check-export';
import { GraphWriter } from './graph-writer';
import { featuresOf, NUMBERS_INPUT, PREDICTIONS_OUTPUT, TEXTS_INPUT, type ModelExport } from './model-export';
import { ML_DOMAIN } from './tree-ensemble';
import { writeHead } from './write-head';

/** ai.onnx; read by every onnxruntime since 1.12. */
const OPSET = 17;

/**
 * The bytes of an `.onnx` file; the same export gives the same bytes.
 *
 * Inputs: `numbers`, FP32 [N, numbers.length], NaN for unknown; and, when there are text features, `texts`, BYTES
 * [N, texts.length], any text that is no category for unknown. An input without features is left out.
 * Output: `predictions`, FP32 [N, heads.length], a column per head in order.
 *
 * Numbers are widened to 64 bits before the trees: sums of 32-bit leaves would differ from the trainer's in the fifth
 * place. `predictExport` says the same without the graph. Throws RangeError when features and heads do not fit together.
 */
export const exportModel = (wanted: ModelExport): Uint8Array => {
  checkExport(wanted);
  const { name, heads } = wanted;
  const writer = new GraphWriter();
  const features = featuresOf(wanted);
  const matrix = writer.add({ op: 'Cast', inputs: [writeFeatures(writer, wanted)], attributes: { to: { int: ELEMENT_NUMBERS.double } } });
  const columns = new Map(heads.map((head) => [head.column, writeHead({ writer, matrix, features }, head)]));
  putInOrder(writer, columns, wanted.ascending ?? []);
  writer.add({ op: 'Cast', inputs: [writer.join([...columns.values()])], attributes: { to: { int: ELEMENT_NUMBERS.float } } }, PREDICTIONS_OUTPUT);
  const { nodes, initializers } = writer;
  return encodeModel({
    opsets: [{ domain: '', version: OPSET }, ML_DOMAIN],
    producer: 'ml-server trainer',
    graph: { name, nodes, initializers, inputs: inputsOf(wanted), outputs: [{ name: PREDICTIONS_OUTPUT, type: 'float', shape: ['N', heads.length] }] },
  });
};

const inputsOf = ({ inputs: { numbers, texts = [] } }: ModelExport): readonly OnnxValue[] =>
  [
    { name: NUMBERS_INPUT, type: 'float', shape: ['N', numbers.length] } as const,
    { name: TEXTS_INPUT, type: 'string', shape: ['N', texts.length] } as const,
  ].filter(({ shape: [, width] }) => width !== 0);

/** The matrix of all features: numbers, then the places of texts in their lists of categories, then ratios. */
const writeFeatures = (writer: GraphWriter, { inputs: { numbers, texts = [], ratios = [] } }: ModelExport): string => {
  const codes = texts.map(({ categories }, index) =>
    writer.add({
      op: 'LabelEncoder',
      domain: ML_DOMAIN.domain,
      inputs: [writer.column(TEXTS_INPUT, index)],
      attributes: { ...placesOf(categories), default_float: { float: Number.NaN } },
    }),
  );
  const columnOf = (name: string): string => writer.column(NUMBERS_INPUT, numbers.indexOf(name));
  const divided = ratios.map(({ of, over }) => writer.add({ op: 'Div', inputs: [columnOf(of), columnOf(over)] }));
  return writer.join([...(numbers.length === 0 ? [] : [NUMBERS_INPUT]), ...codes, ...divided]);
};

/** The operator wants a category: where there is none, one that is as unknown as all others. */
const placesOf = (categories: readonly string[]): Readonly<Record<string, OnnxAttribute>> =>
  categories.length === 0 ? { keys_strings: { strings: [''] }, values_floats: { floats: [Number.NaN] } } : { keys_strings: { strings: categories }, values_floats: { floats: [...categories.keys()] } };

/** A sorting network: neighbours are put in order as often as there are columns. */
const putInOrder = (writer: GraphWriter, columns: Map<string, string>, names: readonly string[]): void => {
  for (let sorted = names.length - 1; sorted > 0; sorted -= 1) {
    for (let at = 0; at < sorted; at += 1) {
      const [low = '', high = ''] = [names[at], names[at + 1]];
      const inputs = [columns.get(low) ?? '', columns.get(high) ?? ''];
      columns.set(low, writer.add({ op: 'Min', inputs }));
      columns.set(high, writer.add({ op: 'Max', inputs }));
    }
  }
};
