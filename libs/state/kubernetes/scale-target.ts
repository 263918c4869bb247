import type { Read } from '../read';
import { fallback, object, required } from '../shapes';
import { name, text } from '../values';
import type { Owner } from './owner';

/** What an autoscaler scales, in its own namespace. KEDA takes a Deployment where no kind is said. */
export const readScaleTarget: Read<Owner> = object({ kind: fallback(text, 'Deployment'), name: required(name) });
