import type { Read } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { text, whole } from '../values';
import type { Taint, Toleration } from './taint';

export const readTaints: Read<readonly Taint[]> = array(object({ key: required(text), value: optional(text), effect: required(text) }));

export const readTolerations: Read<readonly Toleration[]> = array(
  object({
    key: optional(text),
    operator: fallback(text, 'Equal'),
    value: optional(text),
    effect: optional(text),
    tolerationSeconds: optional(whole({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })),
  }),
);
