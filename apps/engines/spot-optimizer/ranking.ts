import { compareText } from '@ml/units/compare-text';
import type { Candidate } from './candidates';

/** Safest first; among equals the cheaper in expectation; names last, so that the order is total. */
export const byRisk = (one: Candidate, other: Candidate): number => other.safety - one.safety || byExpectedCost(one, other);

export const byExpectedCost = (one: Candidate, other: Candidate): number =>
  one.expectedCost - other.expectedCost || other.safety - one.safety || compareText(one.instanceType, other.instanceType) || compareText(one.zone, other.zone);
