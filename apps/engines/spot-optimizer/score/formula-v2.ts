import { advisorScore } from './advisor';
import type { FormulaContext } from './context';
import type { Formula } from './formula';
import { structuralScores } from './structural';
import { volatilityScore } from './volatility';

/** Learns: (0.60 - w) advisor + 0.30 volatility + 0.10 structural + w customer, w being the feedback weight. */
export const formulaV2 = ({ snapshot, product, lessons }: FormulaContext): Formula => {
  const structural = structuralScores(snapshot.types, product);
  return ({ type, pool, interruptionClass, lesson }) => [
    { name: 'advisor', weight: 0.6 - lessons.weight, score: advisorScore(interruptionClass) },
    { name: 'volatility', weight: 0.3, score: volatilityScore(pool) },
    { name: 'structural', weight: 0.1, score: structural(type) },
    { name: 'customer', weight: lessons.weight, score: lessons.customerScore(lesson, type.instance_type) },
  ];
};
