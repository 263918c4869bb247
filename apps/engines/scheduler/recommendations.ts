import type { Reason, Recommendation, Risk } from '@ml/contracts/decision';
import { compareText } from '@ml/units/compare-text';
import { roundTo } from '@ml/units/money';
import { isDown, type Change } from './changes';
import type { Removal } from './node-removals';
import { monthlyOf, NO_RATE, type Rate } from './savings';
import { actionOf } from './steps';

export interface Recommended {
  readonly changes: readonly Change[];
  readonly removals: readonly Removal[];
  readonly rates: ReadonlyMap<string, Rate>;
}

/** What wakes first, then what sleeps by what it saves, then nodes. */
export const recommendationsFor = ({ changes, removals, rates }: Recommended): readonly Recommendation[] => {
  const turns = changes.map((change) => turnOf(change, rates.get(change.candidate.unit.key) ?? NO_RATE));
  const up = turns.filter(({ details }) => details['direction'] === 'up');
  const down = turns.filter(({ details }) => details['direction'] === 'down').sort((one, other) => other.estimated_monthly_savings - one.estimated_monthly_savings || compareText(String(one.details['workload']), String(other.details['workload'])));
  return [...up, ...down, ...removals.map(removalOf)].map((recommendation, index) => ({ ...recommendation, id: `r${index + 1}` }));
};

const turnOf = (change: Change, rate: Rate): Recommendation => {
  const { candidate, verdict } = change;
  const { unit, lever, timing, environment } = candidate;
  return {
    id: '',
    action: actionOf(change),
    target: unit.target,
    estimated_monthly_savings: isDown(change) ? monthlyOf(rate.ofPods, timing.downShare) : 0,
    risk: riskOf(change),
    reasons: [...verdict.reasons, ...reasonsOf(change, rate)],
    details: {
      workload: unit.key,
      environment: environment.name,
      direction: verdict.direction,
      replicas_from: isCounted(change) ? lever.current : null,
      replicas_to: isCounted(change) ? verdict.to : null,
      window: timing.text,
      next_transition: timing.nextAt,
      object: lever.object,
      field: lever.field,
      usd_per_hour: roundTo(rate.ofPods, 6),
      usd_per_hour_with_nodes: roundTo(rate.ofNodes, 6),
      down_share: roundTo(timing.downShare, 4),
      gitops: unit.gitOps,
    },
  };
};

/** A cron job has no replicas, and what KEDA scales may not have been posted. */
const isCounted = ({ candidate: { lever, unit } }: Change): boolean => lever.kind === 'min_replicas' || unit.replicas !== null;

/** What keeps data of its own, and what somebody else writes back, can surprise. */
const riskOf = ({ candidate: { unit } }: Change): Risk => (unit.target.kind === 'StatefulSet' || unit.gitOps !== null ? 'medium' : 'low');

const reasonsOf = (change: Change, rate: Rate): readonly Reason[] => {
  const { lever, unit } = change.candidate;
  const gitOps: readonly Reason[] = unit.gitOps === null ? [] : [{ code: 'GITOPS_MANAGED', text: `${unit.gitOps} writes ${lever.field} back unless it is told to ignore it` }];
  const floor: readonly Reason[] = lever.kind === 'min_replicas' ? [{ code: 'AUTOSCALED', text: 'the autoscaler keeps as many as the load asks for; only the fewest that it keeps is changed' }] : [];
  const unpriced: readonly Reason[] = rate.unpriced ? [{ code: 'PRICE_UNKNOWN', text: 'the price of a node of its pods is not known: that part of the saving is not counted' }] : [];
  return [...floor, ...gitOps, ...unpriced];
};

const removalOf = ({ billed: { node }, price, environment, changes, downShare }: Removal): Recommendation => ({
  id: '',
  action: 'terminate_instances',
  target: { kind: 'Node', name: node.name },
  estimated_monthly_savings: monthlyOf(price, downShare),
  risk: 'medium',
  reasons: [{ code: 'NOTHING_LEFT', text: `every pod on it belongs to ${changes.length} workloads of ${environment.name} that are put to sleep` }],
  details: {
    environment: environment.name,
    instance_type: node.instanceType,
    availability_zone: node.zone,
    capacity_type: node.capacityType,
    node_pool: node.nodePool,
    provider_id: node.providerId,
    workloads: changes.map(({ candidate }) => candidate.unit.key),
    usd_per_hour: price,
    down_share: roundTo(downShare, 4),
  },
});
