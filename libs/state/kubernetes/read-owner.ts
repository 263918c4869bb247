import { array, fallback, object, required } from '../shapes';
import { name, text, truth } from '../values';
import type { Owner } from './owner';
import type { Read } from '../read';

const references = array(object({ kind: required(text), name: required(name), controller: fallback(truth, false) }));

/** Of all owners the one that makes a new object when this one goes: an owner that does not control only takes it along when it is deleted. */
export const readController: Read<Owner | null> = (value) => {
  const controller = references(value).find((reference) => reference.controller);
  return controller === undefined ? null : { kind: controller.kind, name: controller.name };
};
