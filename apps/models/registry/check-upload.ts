import { AppError } from '@ml/contracts/app-error';
import { MODEL_TYPES, type ModelMetadata } from '@ml/contracts/model-metadata';
import type { RegisterModel } from '@ml/contracts/models';
import { day } from '@ml/domain/models/day';
import { readMetadata } from '@ml/domain/models/read-metadata';
import { StateFault } from '@ml/state/fault';

export interface CheckedUpload {
  /** null: none came, or it is not ours. */
  readonly declared: ModelMetadata | null;
  /** What came and is not understood. */
  readonly posted: Readonly<Record<string, unknown>> | null;
}

/** As they stand in a path of the Open Inference Protocol. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/;
const DAY_MS = 86_400_000;
const CONVERSION = 'models are taken as .onnx: convert it with skl2onnx, onnxmltools or torch.onnx, or train it with `npm run train`';

const refuse = (path: string, message: string): never => {
  throw new AppError('BAD_FIELD', message, { path });
};

/** What can be said of an upload without its file. @throws AppError with the path of the field */
export const checkUpload = (ask: RegisterModel, now: number): CheckedUpload => {
  if (!/\.onnx$/i.test(ask.file_name)) throw new AppError('UNSUPPORTED_MODEL_FORMAT', CONVERSION, { path: 'file', details: { file_name: ask.file_name } });
  if (!NAME.test(ask.model_name)) refuse('model_name', 'a name begins with a letter or digit and has letters, digits, ".", "_" and "-" only, 255 at most');
  if (!VERSION.test(ask.model_version)) refuse('model_version', 'a version begins with a letter or digit and has letters, digits, ".", "_" and "-" only, 50 at most');
  if (!MODEL_TYPES.includes(ask.model_type)) refuse('model_type', `is none of ${MODEL_TYPES.join(', ')}`);
  checkTrainedUntil(ask.trained_until_date, now);
  return checkMetadata(ask);
};

const checkTrainedUntil = (date: string, now: number): void => {
  named('trained_until_date', () => day(date));
  // A day may begin elsewhere before it begins in UTC.
  if (Date.parse(`${date}T00:00:00Z`) > now + DAY_MS) refuse('trained_until_date', `${date} has not come yet`);
};

/** Metadata without a `schema` are somebody else's: kept and not understood. */
const checkMetadata = ({ metadata, model_type, trained_until_date }: RegisterModel): CheckedUpload => {
  if (metadata === null) return { declared: null, posted: null };
  if (metadata['schema'] === undefined) return { declared: null, posted: metadata };
  if (metadata['schema'] !== 1) refuse('metadata.schema', 'only schema 1 is understood; leave the field out to have the metadata kept as they are');
  const declared = named('metadata', () => readMetadata(metadata));
  if (declared.model_type !== model_type) refuse('model_type', `the metadata say ${declared.model_type}`);
  if (declared.trained_until !== trained_until_date) refuse('trained_until_date', `the metadata say ${declared.trained_until}`);
  return { declared, posted: null };
};

const named = <T>(path: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StateFault)) throw error;
    const { path: place, message, code } = error.within(path);
    throw new AppError(code === 'BAD_STATE' ? 'BAD_FIELD' : code, message, { path: place, cause: error });
  }
};
