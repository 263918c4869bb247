import { TENSOR_TYPES } from '../model-metadata';
import { field } from '../field';
import { MODEL_NAME, MODEL_VERSION } from './model-names';

export class NamedModelPath {
  @field.text({ what: 'Name of the model.', ...MODEL_NAME })
  readonly name!: string;
}

export class NamedVersionPath extends NamedModelPath {
  @field.text({ what: 'Version of the model; without it the active one.', ...MODEL_VERSION })
  readonly version!: string;
}

export class InferenceServerDto {
  @field.text({ what: 'Name of the server.', example: 'ml-server' })
  readonly name!: string;

  @field.text({ what: 'Which build it is.', example: '4f0c2d1e' })
  readonly version!: string;

  @field.texts({ what: 'Extensions of the protocol.', item: {}, maxItems: 10, example: ['binary_tensor_data'] })
  readonly extensions!: readonly string[];
}

export class LiveDto {
  @field.flag({ what: 'Whether the server answers.', example: true })
  readonly live!: boolean;
}

export class ReadyDto {
  @field.flag({ what: 'Whether every active model is loaded.', example: true })
  readonly ready!: boolean;
}

export class ModelReadyDto extends ReadyDto {
  @field.text({ what: 'Name of the model.', ...MODEL_NAME })
  readonly name!: string;
}

export class TensorShapeDto {
  @field.text({ what: 'Name of the tensor.', example: 'features' })
  readonly name!: string;

  @field.text({ what: 'Type of its elements.', of: TENSOR_TYPES, example: 'FP32' })
  readonly datatype!: string;

  @field.freeList({ what: 'Rows and columns; -1: any number.', example: [-1, 17] })
  readonly shape!: readonly number[];
}

export class InferenceModelDto {
  @field.text({ what: 'Name of the model.', ...MODEL_NAME })
  readonly name!: string;

  @field.texts({ what: 'Its versions, newest first; when one was asked for, that one.', item: {}, maxItems: 100, example: [MODEL_VERSION.example] })
  readonly versions!: readonly string[];

  @field.text({ what: 'Form of the file.', of: ['onnx_onnxv1'], example: 'onnx_onnxv1' })
  readonly platform!: string;

  @field.objects({ what: 'What it takes.', type: () => TensorShapeDto })
  readonly inputs!: readonly TensorShapeDto[];

  @field.objects({ what: 'What it gives.', type: () => TensorShapeDto })
  readonly outputs!: readonly TensorShapeDto[];
}

export class InferenceInputDto {
  @field.text({ what: 'Name of the tensor, as the model declares it.', example: 'features' })
  readonly name!: string;

  @field.freeList({ what: 'Rows and columns.', example: [1, 3] })
  readonly shape!: readonly number[];

  @field.text({ what: 'Type of its elements.', of: TENSOR_TYPES, example: 'FP32' })
  readonly datatype!: string;

  @field.freeList({ what: 'Values row by row, flat or row by row; left out when they follow the JSON as bytes.', example: [0.0312, 0.0309, 0.0315], optional: true })
  readonly data?: readonly number[];

  @field.free({ what: 'binary_data_size: how many bytes behind the JSON are this tensor, in place of data.', example: { binary_data_size: 12 }, optional: true, rare: true })
  readonly parameters?: object;
}

export class InferenceWantedDto {
  @field.text({ what: 'Name of an output.', example: 'price' })
  readonly name!: string;

  @field.free({ what: 'binary_data: whether it comes as bytes behind the JSON.', example: { binary_data: true }, optional: true })
  readonly parameters?: object;
}

export class InferenceRequest {
  @field.text({ what: 'Your id of this request; it comes back.', example: 'req-12345', optional: true })
  readonly id?: string;

  @field.objects({ what: 'Every input of the model.', type: () => InferenceInputDto })
  readonly inputs!: readonly InferenceInputDto[];

  @field.objects({ what: 'Outputs that are wanted, each once; without them all.', type: () => InferenceWantedDto, optional: true, rare: true })
  readonly outputs?: readonly InferenceWantedDto[];

  @field.free({ what: 'binary_data_output: whether all outputs come as bytes behind the JSON, unless one says otherwise.', example: { binary_data_output: true }, optional: true, rare: true })
  readonly parameters?: object;
}

export class InferenceOutputDto {
  @field.text({ what: 'Name of the tensor.', example: 'price' })
  readonly name!: string;

  @field.freeList({ what: 'Rows and columns.', example: [1, 1] })
  readonly shape!: readonly number[];

  @field.text({ what: 'Type of its elements.', of: TENSOR_TYPES, example: 'FP32' })
  readonly datatype!: string;

  @field.freeList({ what: 'Values row by row; null is NaN. Absent when they follow the JSON as bytes.', example: [0.0311], optional: true })
  readonly data?: readonly number[];

  @field.free({ what: 'binary_data_size: how many bytes behind the JSON are this tensor, in place of data.', example: { binary_data_size: 4 }, optional: true, rare: true })
  readonly parameters?: object;
}

export class InferenceResponse {
  @field.text({ what: 'Name of the model.', ...MODEL_NAME })
  readonly model_name!: string;

  @field.text({ what: 'Version that answered.', ...MODEL_VERSION })
  readonly model_version!: string;

  @field.text({ what: 'The id of the request.', example: 'req-12345', optional: true })
  readonly id?: string;

  @field.objects({ what: 'Every output of the model, or those asked for.', type: () => InferenceOutputDto })
  readonly outputs!: readonly InferenceOutputDto[];
}
