import type { Precondition, Reason, Recommendation, Risk } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import { roundTo } from '@ml/units/money';
import type { Pattern } from './loudness';
import type { Noisy } from './noisy';
import { annotationsFor, remediesFor } from './remedies';
import type { Talker } from './talker';

type Action = 'create_vpc_endpoint' | 'reduce_cross_az_traffic' | 'limit_bandwidth' | 'review_traffic';

/** What is to be done first. Without a victim nothing is taken from anybody. */
const actionFor = ({ loudness: { patterns }, victims, limitMbit }: Noisy): Action => {
  if (patterns.includes('high_bandwidth') && victims.length > 0 && limitMbit !== null) return 'limit_bandwidth';
  if (patterns.includes('high_egress')) return 'create_vpc_endpoint';
  return patterns.includes('high_cross_az') ? 'reduce_cross_az_traffic' : 'review_traffic';
};

const RISKS: Readonly<Record<Action, Risk>> = { create_vpc_endpoint: 'low', reduce_cross_az_traffic: 'medium', limit_bandwidth: 'medium', review_traffic: 'low' };

export const recommendationOf = (noisy: Noisy, index: number): Recommendation => {
  const action = actionFor(noisy);
  const { talker } = noisy;
  return {
    id: `r${index + 1}`,
    action,
    target: targetOf(talker),
    // What could become local or free is not proven by how much there is: see potential_monthly_savings.
    estimated_monthly_savings: 0,
    risk: RISKS[action],
    reasons: [...noisy.loudness.patterns.map((pattern) => REASONS[pattern](noisy)), victimReason(noisy)],
    details: detailsOf(noisy),
  };
};

export const targetOf = ({ network: { namespace, pod: name } }: Talker): Recommendation['target'] => ({ kind: 'Pod', namespace, name });

const REASONS: Readonly<Record<Pattern, (noisy: Noisy) => Reason>> = {
  high_egress: ({ talker }) => ({ code: 'HIGH_EGRESS', text: `${roundTo(talker.network.egressGbMonth ?? 0, 1)} GB a month leave the region or the cloud` }),
  high_cross_az: ({ talker }) => ({ code: 'HIGH_CROSS_AZ', text: `${roundTo(talker.network.crossAzGbMonth ?? 0, 1)} GB a month cross zones` }),
  high_bandwidth: ({ loudness: { ratioToMedian } }) => ({ code: 'HIGH_BANDWIDTH', text: ratioToMedian === null ? 'half of the pods carry nothing, this one does' : `it carries ${roundTo(ratioToMedian, 1)} times what the median pod carries` }),
};

const victimReason = ({ victims }: Noisy): Reason =>
  victims.length > 0
    ? { code: 'VICTIMS_SEEN', text: `${victims.length} pods beside it wait: ${victims.slice(0, 3).map(({ pod }) => pod).join(', ')}` }
    : { code: 'NO_VICTIM_SEEN', text: 'no pod beside it was seen to wait for it: only measures that take nothing from anybody are named' };

const rounded = (value: number | null, digits: number): number | null => (value === null ? null : roundTo(value, digits));

const detailsOf = (noisy: Noisy): Recommendation['details'] => {
  const { talker, loudness, victims, load, cost } = noisy;
  const [pattern] = loudness.patterns;
  return {
    pod: talker.key,
    workload: talker.pod?.workload ?? null,
    pattern,
    patterns: loudness.patterns,
    ratio_to_median: rounded(loudness.ratioToMedian, 2),
    ratio_to_average: rounded(loudness.ratioToAverage, 2),
    bytes_per_second: talker.bandwidth,
    cross_az_gb_month: talker.network.crossAzGbMonth,
    cross_az_cost_per_month: cost.crossAz,
    egress_gb_month: talker.network.egressGbMonth,
    egress_cost_per_month: cost.egress,
    node: load.node,
    instance_type: load.instanceType,
    baseline_gbps: load.baselineGbps,
    node_load_of_baseline: load.baselineGbps === null ? null : roundTo(load.carriedGbps / load.baselineGbps, 3),
    share_of_node: roundTo(load.shareOfNode, 3),
    victims,
    remedy: remediesFor(noisy),
    potential_monthly_savings: potentialOf(noisy),
  };
};

/** The most that the measures could bring: all of what crosses zones becomes local, all egress goes through a gateway endpoint instead of a NAT gateway. */
const potentialOf = ({ loudness: { patterns }, cost }: Noisy): number | null => {
  const parts = [patterns.includes('high_cross_az') ? cost.crossAz : 0, patterns.includes('high_egress') ? cost.nat : 0];
  return parts.some((part) => part === null) ? null : roundTo(parts.reduce<number>((sum, part) => sum + (part ?? 0), 0), 2);
};

const ENDPOINT_SECONDS = 60;
const ROLLOUT_SECONDS = 300;
const KINDS: ReadonlyMap<string, string> = new Map([
  ['Deployment', 'patch_deployment'],
  ['StatefulSet', 'patch_stateful_set'],
  ['DaemonSet', 'patch_daemon_set'],
]);

/** One endpoint serves all pods, one template all pods of a workload. */
export const stepsFor = (noisy: readonly Noisy[], clusterId: string): readonly StepDraft[] => {
  const drafts = new Map<string, StepDraft>();
  for (const one of noisy) {
    const draft = stepFor(one, clusterId);
    if (draft !== null && !drafts.has(draft.key)) drafts.set(draft.key, draft);
  }
  return [...drafts.values()];
};

const stepFor = (noisy: Noisy, clusterId: string): StepDraft | null => {
  const action = actionFor(noisy);
  if (action === 'create_vpc_endpoint') {
    return { key: action, after: [], phase: 'endpoint', action, target: { kind: 'Cluster', name: clusterId }, seconds: ENDPOINT_SECONDS, rollback: 'delete_vpc_endpoints', destructive: false, details: { service: 's3', type: 'Gateway' } };
  }
  const workload = noisy.talker.pod?.workload ?? null;
  const patch = KINDS.get(workload?.kind ?? '');
  if (action !== 'limit_bandwidth' || workload === null || patch === undefined) return null;
  const target = { kind: workload.kind, namespace: noisy.talker.network.namespace, name: workload.name };
  return { key: `${target.kind} ${target.namespace}/${target.name}`, after: [], phase: 'limit', action: patch, target, seconds: ROLLOUT_SECONDS, rollback: patch, destructive: false, details: { annotations: annotationsFor(noisy.limitMbit ?? 0) } };
};

export const preconditionsFor = (noisy: readonly Noisy[]): readonly Precondition[] =>
  noisy.flatMap((one) => [
    { code: 'POD_STILL_NOISY', target: targetOf(one.talker), text: 'it still carries as much' },
    ...(actionFor(one) === 'limit_bandwidth' ? [{ code: 'BANDWIDTH_PLUGIN', target: targetOf(one.talker), text: 'the network plugin of the cluster obeys kubernetes.io/egress-bandwidth' }] : []),
  ]);
