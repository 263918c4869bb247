import { MODEL_TYPES, type ModelType } from '../model-metadata';
import { field } from '../field';
import { MODEL_NAME, MODEL_VERSION } from './model-names';
import { UUID } from './uuid';

export const MODEL_ID = { ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000c1' } as const;

/** The form without its file. */
export class ModelUploadFields {
  @field.text({ what: 'Name under which the model is asked; all its versions are of one type.', ...MODEL_NAME })
  readonly model_name!: string;

  @field.text({ what: 'Version, never used again for another file.', ...MODEL_VERSION })
  readonly model_version!: string;

  @field.text({ what: 'What the model is for.', of: MODEL_TYPES, example: 'spot_price_predictor' })
  readonly model_type!: ModelType;

  @field.day({ what: 'The last day whose data it was trained with.', example: '2026-10-31' })
  readonly trained_until_date!: string;

  @field.free({
    what: 'JSON: inputs, outputs, golden rows and what else `npm run train` writes as metadata.json. Without it the model is taken by what its graph declares.',
    example: { schema: 1, task: 'regression', target: 'USD an hour' },
    optional: true,
  })
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** The form as it is documented. */
export class ModelUploadRequest extends ModelUploadFields {
  @field.special({ what: 'The .onnx file.', rule: () => undefined, schema: { type: 'string', format: 'binary' }, example: '<bytes of model.onnx>' })
  readonly file!: string;
}

export class ModelWarningDto {
  @field.text({ what: 'Stable code.', example: 'NO_METADATA' })
  readonly code!: string;

  @field.text({ what: 'For people.', max: 2000, example: 'Without golden rows nobody can say that the model answers as it did in training.' })
  readonly text!: string;
}

export class UploadedModelDto {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.text({ what: 'It has been read, loaded and checked.', of: ['verified'], example: 'verified' })
  readonly status!: string;

  @field.text({ what: 'Where the file lies: the name of a blob, no path of any machine.', example: `sha256:${'5f'.repeat(32)}` })
  readonly upload_path!: string;

  @field.objects({ what: 'What is worth knowing before it is activated.', type: () => ModelWarningDto })
  readonly warnings!: readonly ModelWarningDto[];
}
