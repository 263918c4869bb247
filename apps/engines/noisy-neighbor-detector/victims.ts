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

/** `share`: how much of what its node carries is its own. */
export type VictimsOf = (noisy: Talker, share: number) => readonly Victim[];

/** Others of its workload: fewer say nothing about what is usual. */
const LEAST_OTHERS = 2;
const MOST_VICTIMS = 20;
/** Above, it is no longer a measurement. */
const MOST_PCT = 1e9;

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
  return (noisy, share) => {
    // Of a pod that carries nothing nobody is a victim, whatever the share is set to.
    if (share === 0 || share < config.min_share_of_node) return [];
    const usualElsewhere = elsewhereThan(noisy.node, ofWorkload);
    return (cluster.ownByNode.get(noisy.node ?? '') ?? [])
      .filter(({ key }) => key !== noisy.key)
      .map((talker) => ({ talker, evidence: evidenceOf(talker, slow) }))
      .filter(({ evidence }) => evidence.length > 0)
      .map(({ talker, evidence }) => ({ pod: talker.key, evidence, slowdown_pct: slowdownOf(talker, usualElsewhere(workloadKey(talker))) }))
      .sort((one, other) => (other.slowdown_pct ?? 0) - (one.slowdown_pct ?? 0))
      .slice(0, MOST_VICTIMS);
  };
};

/** By workload: the median latency of its pods on other nodes, asked once each; null when there are too few. */
const elsewhereThan = (node: string | null, ofWorkload: ReadonlyMap<string, readonly Talker[]>): ((workload: string) => number | null) => {
  const known = new Map<string, number | null>();
  return (workload) => {
    const before = known.get(workload);
    if (before !== undefined) return before;
    const others = (ofWorkload.get(workload) ?? []).filter((talker) => talker.node !== node).flatMap(({ network }) => latencyOf(network));
    const usual = others.length < LEAST_OTHERS ? null : medianOf(others);
    known.set(workload, usual);
    return usual;
  };
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

const slowdownOf = (talker: Talker, usual: number | null): number | null => {
  const [own] = latencyOf(talker.network);
  return own === undefined || usual === null || usual === 0 ? null : Math.min(MOST_PCT, Math.max(0, roundTo((own / usual - 1) * 100, 1)));
};
