import type { Reason } from '@ml/contracts/decision';
import { roundTo } from '@ml/units/money';
import type { Draft } from './node-recommendation';
import { sizeOf } from './workloads/crew';
import { shown } from './workloads/judge-request';
import { raises, type RequestChange } from './workloads/request-change';
import { targetOf } from './workloads/request-changes';

/** A request saves nothing by itself: what it frees is worth something once nodes shrink, and then it is counted there. */
export const requestRecommendation = (change: RequestChange, worth: number | null): Draft => {
  const { crew, container, resource, current, estimate, limit, merge, days } = change;
  const started = change.notes.every(({ code }) => code !== 'START_NOT_SEEN');
  return {
    action: raises(change) ? 'raise_request' : 'lower_request',
    target: targetOf(crew),
    estimated_monthly_savings: 0,
    risk: merge.requiresReview ? 'high' : raises(change) || (resource === 'cpu' && started) ? 'low' : 'medium',
    reasons: reasonsFor(change),
    details: {
      container: container.name,
      resource,
      current,
      target: estimate.target,
      lower: estimate.lower,
      upper: estimate.upper,
      unit: resource === 'cpu' ? 'millicores' : 'bytes',
      limit_current: limit.current,
      limit_target: limit.target,
      pods: sizeOf(crew),
      days_seen: roundTo(days, 1),
      potential_monthly_savings: worth === null ? null : Math.max(0, worth),
      requires_review: merge.requiresReview,
      review_reason: merge.requiresReview ? 'the model and the rule are more than the allowed share apart' : null,
      agreement: merge.agreement,
      confidence: merge.confidence,
    },
  };
};

const reasonsFor = ({ resource, current, estimate, notes, merge }: RequestChange): readonly Reason[] => {
  const target = shown(resource, estimate.target);
  const basis = resource === 'cpu' ? 'the busiest pod at the percentile asked for' : 'the peak of all pods and the margin';
  return [
    current === null
      ? { code: 'NO_REQUEST', text: `it asks for nothing; ${basis} gives ${target}` }
      : { code: estimate.target > current ? 'OVERUSED' : 'UNDERUSED', text: `it asks for ${shown(resource, current)}; ${basis} gives ${target}` },
    ...notes,
    ...(merge.agreement === 'model_larger' ? [{ code: 'MODEL_EXPECTS_MORE', text: 'the model expects more than was seen: its amount is taken' }] : []),
    ...(merge.requiresReview ? [{ code: 'REQUIRES_REVIEW', text: 'the model and the rule are more than the allowed share apart' }] : []),
  ];
};
