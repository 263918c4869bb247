import { HOURS_PER_MONTH, roundToCents } from '@ml/units/money';
import type { Bill } from './bill';
import type { Candidate } from './candidates';
import { isDown, leavingShare, type Change } from './changes';
import type { NodePlan, Removal } from './node-removals';

/** What a unit costs an hour above what it costs asleep. Each part of a node is counted once: with the node where that goes, else with the pods. */
export interface Rate {
  /** USD an hour by what pods ask for, on nodes that stay for others. */
  readonly ofPods: number;
  /** USD an hour: its part of the nodes that go, which are recommended on their own. */
  readonly ofNodes: number;
  /** Whether the price of a node of its pods is not known. */
  readonly unpriced: boolean;
}

export const NO_RATE: Rate = { ofPods: 0, ofNodes: 0, unpriced: false };

/** Of every change that puts to sleep, by key of the unit. */
export const ratesOf = (changes: readonly Change[], bill: Bill, { removals, kept }: NodePlan): ReadonlyMap<string, Rate> => {
  const going = new Map(removals.map((removal) => [removal.billed.node.name, removal]));
  return new Map(changes.filter(isDown).map(({ candidate }) => [candidate.unit.key, rateOf(candidate, bill, { going, kept })]));
};

interface Nodes {
  readonly going: ReadonlyMap<string, Removal>;
  readonly kept: ReadonlySet<string>;
}

const rateOf = (candidate: Candidate, bill: Bill, { going, kept }: Nodes): Rate => {
  const leaving = leavingShare(candidate, bill);
  let [ofPods, ofNodes, unpriced] = [0, 0, false];
  for (const pod of leaving === 0 ? [] : bill.podsOf(candidate.unit.key)) {
    const removal = going.get(pod.node ?? '');
    if (removal !== undefined) ofNodes += partOf(removal, bill.shareOf(pod), bill);
    else if (!kept.has(pod.node ?? '')) {
      const cost = bill.costOf(pod);
      if (cost === undefined) unpriced = true;
      else ofPods += cost * leaving;
    }
  }
  return { ofPods, ofNodes, unpriced };
};

/** Of nodes whose workloads sleep at different times no workload has a part of its own. */
const partOf = ({ billed, price, changes }: Removal, share: number, bill: Bill): number => {
  if (new Set(changes.map(({ candidate }) => candidate.timing)).size > 1) return 0;
  const whole = billed.pods.reduce((sum, pod) => sum + bill.shareOf(pod), 0);
  return whole === 0 ? 0 : (price * share) / whole;
};

/** USD a month of 730 hours, of which it sleeps a part. */
export const monthlyOf = (usdPerHour: number, downShare: number): number => roundToCents(usdPerHour * HOURS_PER_MONTH * downShare);
