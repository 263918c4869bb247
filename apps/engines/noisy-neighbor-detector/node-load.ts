import { baselineGbps } from './baseline';
import type { Cluster, Talker } from './talker';
import { shareOfNode } from './victims';

/** What the pods of a node carry, against what its machine may carry for hours. */
export interface NodeLoad {
  readonly node: string | null;
  readonly instanceType: string | null;
  readonly baselineGbps: number | null;
  /** Gbit/s of the busier direction, all pods together; that of the node's network where it was measured. */
  readonly carriedGbps: number;
  readonly othersGbps: number;
  readonly shareOfNode: number;
}

const BITS_PER_GBIT = 8 / 1e9;

export const nodeLoadOf = (noisy: Talker, cluster: Cluster): NodeLoad => {
  const beside = cluster.ownByNode.get(noisy.node ?? '') ?? [];
  const host = Math.max(0, ...(cluster.hostByNode.get(noisy.node ?? '') ?? []).map(busier));
  const summed = Math.max(total(beside, received), total(beside, sent));
  const carried = Math.max(host, summed);
  const instanceType = cluster.nodes.get(noisy.node ?? '')?.instanceType ?? null;
  return {
    node: noisy.node,
    instanceType,
    baselineGbps: baselineGbps(instanceType),
    carriedGbps: carried * BITS_PER_GBIT,
    othersGbps: Math.max(0, carried - busier(noisy)) * BITS_PER_GBIT,
    shareOfNode: shareOfNode(noisy, beside),
  };
};

const received = ({ network }: Talker): number => network.rxBytesPerSecond ?? 0;
const sent = ({ network }: Talker): number => network.txBytesPerSecond ?? 0;
const busier = (talker: Talker): number => Math.max(received(talker), sent(talker));
const total = (talkers: readonly Talker[], of: (talker: Talker) => number): number => talkers.reduce((sum, talker) => sum + of(talker), 0);
