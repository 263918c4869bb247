import Table from 'cli-table3';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { Example } from './examples';
import { TABLE_STYLE } from './plan-table';
import { usdText } from './usd-text';

const cellsOf = ({ verdict, recommendations, held, estimated_savings: monthly, confidence_score: confidence }: DecisionAnswer): readonly string[] => [
  verdict,
  String(recommendations.length),
  String(held.length),
  usdText(monthly),
  confidence.toFixed(2),
];

/** All decisions in one look; one that failed has no figures. */
export const summaryTable = (examples: readonly Example[], answers: readonly (DecisionAnswer | undefined)[]): string => {
  const table = new Table({ head: ['route', 'verdict', 'recommended', 'held', 'saves a month', 'confidence'], style: TABLE_STYLE });
  for (const [index, { route }] of examples.entries()) {
    const answer = answers[index];
    table.push([route, ...(answer === undefined ? ['failed'] : cellsOf(answer))]);
  }
  return table.toString();
};
