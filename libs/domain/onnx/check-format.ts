import { OnnxFault } from './onnx-fault';
import type { ByteSource } from './proto-reader';

const CONVERT =
  'convert it first: skl2onnx for scikit-learn, onnxmltools for XGBoost and LightGBM, torch.onnx.export for PyTorch, tf2onnx for Keras; or train with `npm run train`, which writes .onnx';
const LOOKED_AT = 512;

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean => start.every((byte, index) => bytes[index] === byte);

/** Protocols 2 to 5; older ones are plain text and are no protobuf either. */
const isPickle = (bytes: Uint8Array): boolean => bytes[0] === 0x80 && (bytes[1] ?? 0) >= 2 && (bytes[1] ?? 0) <= 5;
const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04);
const isHdf5 = (bytes: Uint8Array): boolean => startsWith(bytes, 0x89, 0x48, 0x44, 0x46);
const isCompressed = (bytes: Uint8Array): boolean => startsWith(bytes, 0x1f, 0x8b) || startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd);

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** Other formats by their first bytes, so that the refusal can say what to do. @throws OnnxFault PICKLE, NOT_ONNX, TRUNCATED */
export const checkFormat = (source: ByteSource): void => {
  if (source.size === 0) throw new OnnxFault('TRUNCATED', 'the file is empty');
  const start = source.read(0, Math.min(LOOKED_AT, source.size));
  if (isPickle(start)) throw new OnnxFault('PICKLE', `the file is a Python pickle, which runs code when it is read: ${CONVERT}`);
  if (isZip(start)) {
    const isTorch = latin(start).includes('data.pkl');
    throw new OnnxFault(isTorch ? 'PICKLE' : 'NOT_ONNX', `the file is ${isTorch ? 'a PyTorch checkpoint' : 'a zip archive'}: ${CONVERT}`);
  }
  if (isHdf5(start)) throw new OnnxFault('NOT_ONNX', `the file is HDF5, as Keras writes it: ${CONVERT}`);
  if (isCompressed(start)) throw new OnnxFault('NOT_ONNX', 'the file is compressed: send the .onnx itself');
};
