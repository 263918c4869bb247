import { arithmeticRules } from './arithmetic-rules';
import type { CheckedPlan } from './checked-plan';
import { launchRules } from './launch';
import { orderRules, otherOrder } from './plan-order';
import { replay } from './replay';
import type { Violation } from './violation';

/**
 * Everything that is wrong with an answer. It knows the rules of Kubernetes and of the contract and nothing of how the answer was found:
 * slow, plain, and of no use but to judge. The plan is replayed in its own order and in another one that it allows.
 */
export const checkPlan = (checked: CheckedPlan): readonly Violation[] => {
  const steps = checked.decision.execution_plan;
  return [...orderRules(checked), ...arithmeticRules(checked), ...launchRules(checked), ...replay(checked, steps), ...replay(checked, otherOrder(steps))];
};
