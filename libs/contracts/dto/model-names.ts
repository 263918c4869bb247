import type { TextBounds } from '../field-rules';

interface Named extends TextBounds {
  readonly example: string;
}

/** Both stand in paths of the Open Inference Protocol. */
export const MODEL_NAME: Named = { max: 255, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/, example: 'spot-price' };
export const MODEL_VERSION: Named = { max: 50, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/, example: '1.4.0' };
