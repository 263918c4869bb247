import { advisorScore } from '@ml/engine-kernel/spot-score/advisor';
import type { FormulaContext } from './context';
import type { Formula } from './formula';
import { structuralScores } from '@ml/engine-kernel/spot-score/structural';
import { learnedTerms } from '@ml/engine-kernel/spot-score/terms';
import { volatilityScore } from '@ml/engine-kernel/spot-score/volatility';

/** The formula that learns. */
export const formulaV2 = ({ snapshot, product, lessons }: FormulaContext): Formula => {
  const structural = structuralScores(snapshot.types, product);
  return ({ type, pool, interruptionClass, lesson }) =>
    learnedTerms(
      { advisor: advisorScore(interruptionClass), volatility: volatilityScore(pool), structural: structural(type), customer: lessons.customerScore(lesson, type.instance_type) },
      lessons.weight,
    );
};
