import type { DecisionAnswer } from '@ml/contracts/decision';
import { differences } from '../difference';

export interface ShadowDifference {
  readonly verdicts: readonly [string, string];
  readonly recommendations: readonly [number, number];
  /** USD a month. */
  readonly savings: readonly [number, number];
  readonly confidence: readonly [number, number];
  /** Where the two differ, as JSON pointers; the first few. */
  readonly paths: readonly string[];
}

const SHOWN = 10;

/** What was answered and what would have been, side by side; null when it is the same but for who says so. */
export const shadowDifference = (answer: DecisionAnswer, shadow: DecisionAnswer): ShadowDifference | null => {
  const found = differences(said(answer), said(shadow));
  if (found.length === 0) return null;
  return {
    verdicts: [answer.verdict, shadow.verdict],
    recommendations: [answer.recommendations.length, shadow.recommendations.length],
    savings: [answer.estimated_savings, shadow.estimated_savings],
    confidence: [answer.confidence_score, shadow.confidence_score],
    paths: found.slice(0, SHOWN).map(({ path }) => path),
  };
};

const said = ({ decision_id: _id, engine: _engine, evidence: _evidence, ...decision }: DecisionAnswer): unknown => JSON.parse(JSON.stringify(decision));
