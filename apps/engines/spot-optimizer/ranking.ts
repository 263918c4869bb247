import type { Candidate } from './candidates';

/** Safest first; among equals the cheaper in expectation; names last, so that the order is total. */
export const byRisk = (one: Candidate, other: Candidate): number => other.safety - one.safety || byExpectedCost(one, other);

export const byExpectedCost = (one: Candidate, other: Candidate): number =>
  one.expectedCost - other.expectedCost || other.safety - one.safety || compare(one.instanceType, other.instanceType) || compare(one.zone, other.zone);

/** By code unit: a locale must not change a decision. */
export const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
