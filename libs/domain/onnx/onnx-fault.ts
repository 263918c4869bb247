/** Why a file is refused; stable, for callers to act on. */
export const ONNX_FAULTS = [
  'NOT_ONNX',
  'TRUNCATED',
  'PICKLE',
  'OPERATOR_NOT_ALLOWED',
  'CUSTOM_DOMAIN',
  'HAS_FUNCTIONS',
  'EXTERNAL_DATA',
  'TOO_COMPLEX',
  'WRONG_WIDTH',
  'WRONG_TYPE',
  'NO_BATCH_DIMENSION',
  'INPUT_UNKNOWN',
  'OUTPUT_UNKNOWN',
] as const;
export type OnnxFaultReason = (typeof ONNX_FAULTS)[number];

/** The file is not one that we run; the message says what to do about it. */
export class OnnxFault extends Error {
  override readonly name = 'OnnxFault';

  constructor(
    readonly reason: OnnxFaultReason,
    message: string,
  ) {
    super(message);
  }
}
