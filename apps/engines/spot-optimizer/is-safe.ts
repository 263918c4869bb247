import type { LeavingNode } from './fleet';
import type { LayerRules } from './layers';
import type { Scorer } from './scorer';

/** Whether the node would be used if it were new: its pool is known, scores enough and is not interrupting others. */
export const isSafe = ({ scorer, rules }: { readonly scorer: Scorer; readonly rules: LayerRules }, { instanceType, zone }: LeavingNode): boolean => {
  if (zone === null) return false;
  const { safety, unsafe } = scorer.safetyOf(instanceType, zone);
  return !unsafe && safety !== null && safety >= rules.minSafety;
};
