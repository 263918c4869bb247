import type { Read } from '../read';
import { array, fallback, object, required } from '../shapes';
import { choice, name, text } from '../values';
import { LABEL_OPERATORS, type LabelSelector } from './label-selector';
import { readLabels } from './labels';

export const readLabelSelector: Read<LabelSelector> = object({
  matchLabels: fallback(readLabels, {}),
  matchExpressions: fallback(array(object({ key: required(name), operator: required(choice(LABEL_OPERATORS)), values: fallback(array(text), []) })), []),
});
