import type { WorkloadType } from '../ask';

/** What a family is made for: the letters before its generation, as `m` of `m6i`, `x` of `x2gd`. */
const classOf = (instanceType: string): string => /^[a-z]+/.exec(instanceType)?.[0] ?? '';

/**
 * Families by what runs on them, as in the contract (web t3, t3a, m6i; database r6i, r5; ml p3, g4dn, c6i; batch c6i, c5; cache r6i, x2gd), of every
 * generation: a newer one of the same class serves the same purpose.
 */
const CLASSES: Readonly<Record<WorkloadType, readonly string[]>> = {
  web: ['t', 'm'],
  database: ['r'],
  ml: ['p', 'g', 'c'],
  batch: ['c'],
  cache: ['r', 'x'],
};

/** A preference, no exclusion: null when nobody says what runs there. */
export const preferredFor = (workloadType: WorkloadType | null): ((instanceType: string) => boolean) | null => {
  if (workloadType === null) return null;
  const classes = CLASSES[workloadType];
  return (instanceType) => classes.includes(classOf(instanceType));
};
