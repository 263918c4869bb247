import { OnnxFault } from './onnx-fault';

/** Scikit-learn pipelines, gradient boosting and linear models as the usual converters write them. Without ZipMap: its output is no tensor. */
const ML = [
  ...['ArrayFeatureExtractor', 'Binarizer', 'CategoryMapper', 'FeatureVectorizer', 'Imputer', 'LabelEncoder', 'LinearClassifier', 'LinearRegressor'],
  ...['Normalizer', 'OneHotEncoder', 'Scaler', 'SVMClassifier', 'SVMRegressor', 'TreeEnsemble', 'TreeEnsembleClassifier', 'TreeEnsembleRegressor'],
];

/** Tensor algebra and the layers of common networks. Nothing that loops, branches, holds a graph, draws random numbers, or knows sequences. */
const CORE = [
  ...['Abs', 'Acos', 'Acosh', 'Add', 'And', 'ArgMax', 'ArgMin', 'Asin', 'Asinh', 'Atan', 'Atanh', 'AveragePool', 'BatchNormalization', 'BitShift', 'Cast', 'CastLike'],
  ...['Ceil', 'Celu', 'Clip', 'Compress', 'Concat', 'Constant', 'ConstantOfShape', 'Conv', 'ConvTranspose', 'Cos', 'Cosh', 'CumSum', 'DepthToSpace', 'DequantizeLinear'],
  ...['Div', 'Dropout', 'DynamicQuantizeLinear', 'Einsum', 'Elu', 'Equal', 'Erf', 'Exp', 'Expand', 'EyeLike', 'Flatten', 'Floor', 'GRU', 'Gather', 'GatherElements', 'GatherND'],
  ...['Gelu', 'Gemm', 'GlobalAveragePool', 'GlobalMaxPool', 'Greater', 'GreaterOrEqual', 'GroupNormalization', 'HardSigmoid', 'HardSwish', 'Hardmax', 'Identity'],
  ...['InstanceNormalization', 'IsInf', 'IsNaN', 'LSTM', 'LayerNormalization', 'LeakyRelu', 'Less', 'LessOrEqual', 'Log', 'LogSoftmax', 'LpNormalization', 'LpPool', 'MatMul'],
  ...['MatMulInteger', 'Max', 'MaxPool', 'Mean', 'MeanVarianceNormalization', 'Min', 'Mish', 'Mod', 'Mul', 'Neg', 'NonZero', 'Not', 'OneHot', 'Or', 'PRelu', 'Pad', 'Pow'],
  ...['QLinearConv', 'QLinearMatMul', 'QuantizeLinear', 'RMSNormalization', 'RNN', 'Range', 'Reciprocal', 'ReduceL1', 'ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp', 'ReduceMax'],
  ...['ReduceMean', 'ReduceMin', 'ReduceProd', 'ReduceSum', 'ReduceSumSquare', 'Relu', 'Reshape', 'Round', 'ScatterElements', 'ScatterND', 'Selu', 'Shape', 'Shrink', 'Sigmoid'],
  ...['Sign', 'Sin', 'Sinh', 'Size', 'Slice', 'Softmax', 'Softplus', 'Softsign', 'SpaceToDepth', 'Split', 'Sqrt', 'Squeeze', 'StringConcat', 'StringNormalizer', 'Sub', 'Sum'],
  ...['Swish', 'Tan', 'Tanh', 'ThresholdedRelu', 'Tile', 'TopK', 'Transpose', 'Trilu', 'Unique', 'Unsqueeze', 'Where', 'Xor'],
];

const ALLOWED: Readonly<Record<string, ReadonlySet<string>>> = { '': new Set(CORE), 'ai.onnx': new Set(CORE), 'ai.onnx.ml': new Set(ML) };

const ADVICE: Readonly<Record<string, string>> = {
  ZipMap: "convert without it: with skl2onnx `options={'zipmap': False}`",
};
const NO_FLOW = 'loops, branches and nested graphs may run for ever: export the model without them';

/** @throws OnnxFault CUSTOM_DOMAIN, OPERATOR_NOT_ALLOWED */
export const checkOperator = ({ op, domain, hasGraph }: { readonly op: string; readonly domain: string; readonly hasGraph: boolean }): void => {
  const allowed = Object.hasOwn(ALLOWED, domain) ? ALLOWED[domain] : undefined;
  if (allowed === undefined) {
    throw new OnnxFault('CUSTOM_DOMAIN', `the operator ${op} is of the domain ${domain}: only those of ONNX itself (ai.onnx and ai.onnx.ml) are run`);
  }
  if (!allowed.has(op)) throw new OnnxFault('OPERATOR_NOT_ALLOWED', `the operator ${op === '' ? 'without a name' : op} is not run here: ${ADVICE[op] ?? NO_FLOW}`);
  if (hasGraph) throw new OnnxFault('OPERATOR_NOT_ALLOWED', `the operator ${op} holds a graph of its own: ${NO_FLOW}`);
};
