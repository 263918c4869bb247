import type { Read } from '../read';
import { optional } from '../shapes';
import { time } from '../values';
import type { EpochMs } from '@ml/units/brand';

/** When a list was taken, as RFC 3339; null when the caller does not say. */
export const readObservedAt: Read<EpochMs | null> = optional(time);
