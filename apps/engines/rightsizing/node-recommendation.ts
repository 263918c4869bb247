import type { Reason, Recommendation } from '@ml/contracts/decision';
import { roundTo } from '@ml/units/money';
import { billOf } from './nodes/node-bill';
import type { NodeChange } from './nodes/node-changes';

export type Draft = Omit<Recommendation, 'id'>;

const percent = (share: number): number => roundTo(share * 100, 1);

/** The contract's fields, and what led to them. A larger node saves nothing; what it costs more stands in the details. */
export const nodeRecommendation = (change: NodeChange): Draft => {
  const { node, machine, offer, load, size, merge, reviewReason } = change;
  const { now, then, saving, additional } = billOf(change);
  return {
    action: `${size.direction}_node`,
    target: { kind: 'Node', name: node.name },
    estimated_monthly_savings: saving,
    risk: reviewReason !== null ? 'high' : size.direction === 'downsize' ? 'low' : 'medium',
    reasons: reasonsFor(change),
    details: {
      current_instance_type: machine.type.instance_type,
      recommended_instance_type: offer.type.instance_type,
      current_monthly_cost: now,
      recommended_monthly_cost: then,
      monthly_savings: saving,
      additional_monthly_cost: additional,
      direction: size.direction,
      requires_review: reviewReason !== null,
      review_reason: reviewReason,
      node_pool: node.nodePool,
      capacity_type: node.capacityType,
      cpu_used_pct: percent(load.cpu),
      memory_used_pct: percent(load.memory),
      target_vcpu: size.vcpu,
      target_memory_gib: size.memoryGib,
      agreement: merge.agreement,
      confidence: merge.confidence,
    },
  };
};

const reasonsFor = ({ node, size, load, merge, reviewReason }: NodeChange): readonly Reason[] => {
  const used = `${percent(load.cpu)}% of its CPU (at the percentile asked for) and ${percent(load.memory)}% of its memory (at the peak) are used`;
  return [
    size.direction === 'downsize' ? { code: 'UNDERUSED', text: used } : { code: 'OVERUSED', text: used },
    ...(node.nodePool === null ? [] : [{ code: 'TYPE_SET_BY_POOL', text: `its type is set by node pool ${node.nodePool}, for all nodes that come of it: change it there, or give this node's pods a pool of their own` }]),
    ...(merge.agreement === 'model_larger' ? [{ code: 'MODEL_EXPECTS_MORE', text: 'the model expects more than was seen: its size is taken' }] : []),
    ...(reviewReason === null ? [] : [{ code: 'REQUIRES_REVIEW', text: reviewReason }]),
  ];
};
