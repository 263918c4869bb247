import { AppError } from '@ml/contracts/app-error';
import { extensionOf } from '../uploads/file-name';
import { FILE_FIELD } from '../uploads/upload-form';

const SCIKIT = 'convert it with skl2onnx (scikit-learn) or onnxmltools (XGBoost, LightGBM), or train one with `npm run train`; a pickle runs code of its author when it is opened, so none is';
const TORCH = 'export it with torch.onnx.export';
const KERAS = 'convert it with tf2onnx';

/** How each other format becomes ONNX. */
const WAYS: Readonly<Record<string, string>> = { pkl: SCIKIT, pickle: SCIKIT, joblib: SCIKIT, dill: SCIKIT, pt: TORCH, pth: TORCH, bin: TORCH, safetensors: TORCH, h5: KERAS, hdf5: KERAS, keras: KERAS, pb: KERAS, tflite: KERAS };

const refused = (what: string, way: string, reason: string): AppError =>
  new AppError('UNSUPPORTED_MODEL_FORMAT', `models are taken as .onnx, not as ${what}: ${way}`, { path: FILE_FIELD, details: { reason, accepted: ['.onnx'] } });

/** @throws AppError UNSUPPORTED_MODEL_FORMAT naming the way to ONNX */
export const checkModelName = (name: string): void => {
  const extension = extensionOf(name);
  if (extension === 'onnx') return;
  throw refused(extension === '' ? 'a file without extension' : `.${extension.slice(0, 20)}`, WAYS[extension] ?? 'export it as ONNX', 'EXTENSION');
};

const beginsWith =
  (...bytes: readonly number[]) =>
  (start: Uint8Array): boolean =>
    bytes.every((byte, index) => start[index] === byte);

const isPickle = (start: Uint8Array): boolean => start[0] === 0x80 && (start[1] ?? 0) >= 2 && (start[1] ?? 0) <= 5;

/** What calls itself .onnx and is something else: by its first bytes. */
const DISGUISES: readonly { readonly is: (start: Uint8Array) => boolean; readonly what: string; readonly way: string; readonly reason: string }[] = [
  { is: isPickle, what: 'a Python pickle', way: SCIKIT, reason: 'PICKLE' },
  { is: beginsWith(0x50, 0x4b, 0x03, 0x04), what: 'a zip archive, as PyTorch and Keras write', way: `${TORCH}, or ${KERAS}`, reason: 'ZIP' },
  { is: beginsWith(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a), what: 'HDF5', way: KERAS, reason: 'HDF5' },
  { is: beginsWith(0x1f, 0x8b), what: 'a gzip file', way: 'send it unpacked', reason: 'COMPRESSED' },
  { is: beginsWith(0x28, 0xb5, 0x2f, 0xfd), what: 'a zstd file', way: 'send it unpacked', reason: 'COMPRESSED' },
];

/** @throws AppError UNSUPPORTED_MODEL_FORMAT. Whether it is ONNX is for `models` to say, which reads it. */
export const checkModelStart = (start: Uint8Array): void => {
  const disguise = DISGUISES.find(({ is }) => is(start));
  if (disguise !== undefined) throw refused(disguise.what, disguise.way, disguise.reason);
};
