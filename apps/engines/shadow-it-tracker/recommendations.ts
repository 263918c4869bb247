import type { Precondition, Reason, Recommendation } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import type { EpochMs } from '@ml/units/brand';
import type { Judged, Shadow } from './judge';
import { REVIEW_TAG } from './reasons-to-hold';
import { targetOf, type Resource } from './resource';
import { suppressionOf, type Situation } from './situation';

type Draft = Omit<Recommendation, 'id'>;

/** To look at something saves nothing: what it costs stands in the details. */
export const recommendationsFor = ({ shadows, settled }: Judged, situation: Situation): readonly Recommendation[] => {
  const drafts = [...shadows.filter(isNew).map((shadow) => draft('review_resource', shadow, reasonsFor(shadow, situation))), ...settled.map((shadow) => draft('end_review', shadow, [SETTLED]))];
  return drafts.map((one, index) => ({ id: `r${index + 1}`, ...one }));
};

const isNew = ({ underReview }: Shadow): boolean => !underReview;

const SETTLED: Reason = { code: 'IN_ITS_PLACE', text: 'a cluster refers to it now, or its tags say whose it is: the mark is no longer true' };

const draft = (action: string, shadow: Shadow, reasons: readonly Reason[]): Draft => ({
  action,
  target: targetOf(shadow.resource),
  estimated_monthly_savings: 0,
  risk: 'low',
  reasons,
  details: {
    resource_id: shadow.resource.id,
    resource_kind: shadow.resource.kind,
    resource_type: shadow.resource.type,
    region: shadow.resource.region,
    age_days: Math.floor(shadow.ageDays),
    attribution: shadow.attribution.by,
    created_by: shadow.attribution.who,
    monthly_cost: shadow.cost.monthly,
    storage_monthly_cost: shadow.cost.storage,
    volume_ids: shadow.disks.map(({ id }) => id),
    tag: REVIEW_TAG,
  },
});

const OUTSIDE: Readonly<Record<Resource['kind'], Reason>> = {
  instance: { code: 'NOT_IN_CLUSTER', text: 'no node of any cluster that was sent has it as spec.providerID' },
  volume: { code: 'NOT_IN_CLUSTER', text: 'no machine and no persistent volume of any cluster that was sent refers to it' },
  load_balancer: { code: 'NOT_IN_CLUSTER', text: 'no service and no ingress that was sent names it as its load balancer' },
  db_instance: { code: 'NOT_IN_CLUSTER', text: 'databases are never in a cluster, and no tag says that Kubernetes, code or a service made it' },
};

const ATTRIBUTIONS: Readonly<Partial<Record<Shadow['attribution']['by'], Reason>>> = {
  creator: { code: 'CREATOR_KNOWN', text: 'ask whoever made it' },
  owner: { code: 'OWNER_KNOWN', text: 'ask its owner; who made it is not known' },
};
const NOBODY: Reason = { code: 'NOBODY_KNOWN', text: 'neither code nor a person is known to have made it' };

const reasonsFor = ({ resource, attribution, cost }: Shadow, situation: Situation): readonly Reason[] => {
  const expired = suppressionOf(resource, situation);
  return [
    OUTSIDE[resource.kind],
    ATTRIBUTIONS[attribution.by] ?? NOBODY,
    ...(resource.createdAt === null ? [{ code: 'AGE_SINCE_FIRST_SEEN', text: 'nobody says when it was made: its age counts since it was first seen' }] : []),
    ...(cost.monthly === null ? [{ code: 'PRICE_UNKNOWN', text: 'nobody knows what it costs here: it is in no total' }] : []),
    ...(resource.kind === 'instance' && cost.monthly !== null && cost.storage === null ? [{ code: 'STORAGE_NOT_COUNTED', text: 'what its disks cost is not known, or not all of it' }] : []),
    ...(expired === undefined ? [] : [{ code: 'SUPPRESSION_EXPIRED', text: `it was suppressed (${expired.reason}), and that has ended` }]),
  ];
};

export const preconditionsFor = ({ shadows }: Judged): readonly Precondition[] =>
  shadows.filter(isNew).map(({ resource }) => ({ code: 'RESOURCE_STILL_OUTSIDE', target: targetOf(resource), text: 'it is still there, and still in no cluster' }));

const TAG_SECONDS = 10;

/** As the clients of EC2, Elastic Load Balancing and RDS call it. */
const CALLS: Readonly<Record<Resource['kind'], readonly [tag: string, untag: string]>> = {
  instance: ['create_tags', 'delete_tags'],
  volume: ['create_tags', 'delete_tags'],
  load_balancer: ['add_tags', 'remove_tags'],
  db_instance: ['add_tags_to_resource', 'remove_tags_from_resource'],
};

export const stepsFor = ({ shadows, settled }: Judged, now: EpochMs): readonly StepDraft[] => [
  ...shadows.filter(isNew).map(({ resource }) => mark(resource, { tag: REVIEW_TAG, value: new Date(now).toISOString() })),
  ...settled.map(({ resource }) => ({ ...mark(resource, { tag: REVIEW_TAG }), action: CALLS[resource.kind][1], rollback: CALLS[resource.kind][0] })),
];

const mark = (resource: Resource, details: NonNullable<StepDraft['details']>): StepDraft => ({
  key: `tag ${resource.kind} ${resource.id}`,
  after: [],
  phase: 'mark',
  action: CALLS[resource.kind][0],
  target: targetOf(resource),
  seconds: TAG_SECONDS,
  rollback: CALLS[resource.kind][1],
  destructive: false,
  details,
});
