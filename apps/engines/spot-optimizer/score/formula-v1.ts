import type { FormulaContext } from './context';
import { advisorScore } from '@ml/engine-kernel/spot-score/advisor';
import type { Formula } from './formula';
import { gapScore } from './gap';
import { timeScore } from './time-of-day';
import { volatilityScore } from '@ml/engine-kernel/spot-score/volatility';

/** Public data only: 0.60 advisor + 0.25 volatility + 0.10 gap + 0.05 time of day. */
export const formulaV1 = ({ snapshot, now }: FormulaContext): Formula => {
  const time = timeScore(snapshot.region, now);
  return ({ pool, onDemand, interruptionClass }) => [
    { name: 'advisor', weight: 0.6, score: advisorScore(interruptionClass) },
    { name: 'volatility', weight: 0.25, score: volatilityScore(pool) },
    { name: 'gap', weight: 0.1, score: gapScore(pool?.price, onDemand) },
    { name: 'time', weight: 0.05, score: time },
  ];
};
