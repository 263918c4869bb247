import { fallback, object, optional, picked, required } from '../shapes';
import { name, text, time } from '../values';
import { readLabels } from './labels';
import { readController } from './read-owner';

/** Annotations hold anything, secrets too: of them only those that a reader names. */
const metadataWith = (annotationKeys: readonly string[]) =>
  object({
    name: required(name),
    namespace: fallback(name, 'default'),
    uid: optional(text),
    labels: fallback(readLabels, {}),
    annotations: fallback(picked(annotationKeys), {}),
    ownerReferences: fallback(readController, null),
    creationTimestamp: optional(time),
    deletionTimestamp: optional(time),
  });

export { metadataWith };
