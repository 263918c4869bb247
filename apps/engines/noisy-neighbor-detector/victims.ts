import { roundTo } from '@ml/units/money';
import type { NoisyNeighborConfig } from './config';
import { medianOf } from './middle';
import type { Cluster, Talker } from './talker';

/** A pod beside a noisy one that was seen to suffer. */
export interface Victim {
  readonly pod: string;
  readonly evidence: readonly string[];
  /** Its p95 latency against the median of its workload's pods on other nodes; null when there are none to compare with. */
  readonly slowdown_pct: number | null;
}

export type VictimsOf = (noisy: Talker) => readonly Victim[];

/** Others of its workload: fewer say nothing about what is usual. */
const LEAST_OTHERS = 2;
const MOST_VICTIMS = 20;

export const victimsIn = (cluster: Cluster, config: NoisyNeighborConfig): VictimsOf => {
  const usual = medianOf(cluster.own.flatMap(({ network }) => latencyOf(network)));
  const slow = usual === null || cluster.own.length < config.min_pods ? Number.POSITIVE_INFINITY : usual * config.latency_multiplier;
  const ofWorkload = new Map<string, Talker[]>();
  for (const talker of cluster.own) {
    const key = workloadKey(talker);
    const group = ofWorkload.get(key);
    if (group === undefined) ofWorkload.set(key, [talker]);
    else group.push(talker);
  }
  return (noisy) => {
    const beside = cluster.ownByNode.get(noisy.node ?? '') ?? [];
    if (shareOfNode(noisy, beside) < config.min_share_of_node) return [];
    return beside
      .filter(({ key }) => key !== noisy.key)
      .map((talker) => ({ pod: talker.key, evidence: evidenceOf(talker, slow), slowdown_pct: slowdownOf(talker, ofWorkload.get(workloadKey(talker)) ?? []) }))
      .filter(({ evidence }) => evidence.length > 0)
      .sort((one, other) => (other.slowdown_pct ?? 0) - (one.slowdown_pct ?? 0))
      .slice(0, MOST_VICTIMS);
  };
};

/** Of what the pods of its node carry; 0 when nobody was measured. */
export const shareOfNode = (noisy: Talker, beside: readonly Talker[]): number => {
  const all = beside.reduce((sum, { bandwidth }) => sum + (bandwidth ?? 0), 0);
  return all > 0 ? (noisy.bandwidth ?? 0) / all : 0;
};

const workloadKey = ({ key, network, pod }: Talker): string => (pod?.workload === null || pod === undefined ? key : `${network.namespace} ${pod.workload.kind} ${pod.workload.name}`);

const latencyOf = ({ latencyMs }: Talker['network']): readonly number[] => (latencyMs?.p95 === null || latencyMs === null ? [] : [latencyMs.p95]);

/** What waits is queued or dropped by the network card beyond an allowance, or comes late. */
const evidenceOf = ({ network }: Talker, slow: number): readonly string[] => {
  const exceeded = Object.entries(network.allowanceExceeded ?? {}).filter(([, count]) => (count as number | null) !== null && (count as number) > 0);
  const late = latencyOf(network).filter((p95) => p95 > slow);
  return [...exceeded.map(([allowance, count]) => `${COUNTERS.get(allowance) ?? allowance}: ${String(count)}`), ...late.map((p95) => `p95 latency ${roundTo(p95, 2)} ms`)];
};

/** As the driver of the network card calls them. */
const COUNTERS: ReadonlyMap<string, string> = new Map([
  ['bwIn', 'bw_in_allowance_exceeded'],
  ['bwOut', 'bw_out_allowance_exceeded'],
  ['pps', 'pps_allowance_exceeded'],
  ['conntrack', 'conntrack_allowance_exceeded'],
]);

const slowdownOf = (talker: Talker, siblings: readonly Talker[]): number | null => {
  const [own] = latencyOf(talker.network);
  const others = siblings.filter(({ node }) => node !== talker.node).flatMap(({ network }) => latencyOf(network));
  const usual = others.length < LEAST_OTHERS ? null : medianOf(others);
  return own === undefined || usual === null || usual === 0 ? null : Math.max(0, roundTo((own / usual - 1) * 100, 1));
};
