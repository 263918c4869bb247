import type { PodNetworkState } from '@ml/state/observed/pod-network';
import { HOURS_PER_MONTH } from '@ml/units/money';

/** GB a month that would go through a NAT gateway. */
export interface NodeTraffic {
  /** What is known to leave for the internet. */
  readonly least: number;
  /** All that its pods send and receive, and the node itself; infinite where one of them does not say. */
  readonly most: number;
}

const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;
const BYTES_PER_GB = 1e9;

/** A gateway charges what passes in both directions. Nodes without a measured pod are not in the map. */
export const trafficByNode = (network: readonly PodNetworkState[] | null, overheadGb: number): ReadonlyMap<string, NodeTraffic> => {
  const byNode = new Map<string, NodeTraffic>();
  for (const pod of network ?? []) {
    if (pod.node === null) continue;
    const before = byNode.get(pod.node) ?? { least: 0, most: overheadGb };
    const least = pod.egressGbMonth ?? 0;
    byNode.set(pod.node, { least: before.least + least, most: before.most + Math.max(least, moved(pod)) });
  }
  return byNode;
};

const moved = ({ rxBytesPerSecond: received, txBytesPerSecond: sent }: PodNetworkState): number =>
  received === null || sent === null ? Number.POSITIVE_INFINITY : ((received + sent) * SECONDS_PER_MONTH) / BYTES_PER_GB;
