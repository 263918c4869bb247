import type { Labels } from './label-selector';

/** An object that runs others, within the namespace of what it owns. */
export interface Owner {
  readonly kind: string;
  readonly name: string;
}

/**
 * Who the pods of `owner` are counted to. Only a ReplicaSet whose name ends with the hash that its pods carry is known to be
 * of a Deployment: without the hash it may be anybody's, and then it speaks for itself.
 */
export const workloadOf = (owner: Owner | null, labels: Labels): Owner | null => {
  if (owner?.kind !== 'ReplicaSet') return owner;
  const hash = Object.hasOwn(labels, 'pod-template-hash') ? labels['pod-template-hash'] : undefined;
  const name = hash === undefined || hash === '' ? null : withoutEnding(owner.name, `-${hash}`);
  return name === null ? owner : { kind: 'Deployment', name };
};

const withoutEnding = (text: string, ending: string): string | null =>
  text.length > ending.length && text.endsWith(ending) ? text.slice(0, -ending.length) : null;
