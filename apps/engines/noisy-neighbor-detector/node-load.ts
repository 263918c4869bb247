import { baselineGbps } from './baseline';
import type { Cluster, Talker } from './talker';

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

export type LoadOf = (noisy: Talker) => NodeLoad;

const BITS_PER_GBIT = 8 / 1e9;

/** Of every node once, however many of its pods are asked about. */
export const nodeLoadsIn = (cluster: Cluster): LoadOf => {
  const known = new Map<string, Carried>();
  const carriedOn = (node: string): Carried => {
    const carried = known.get(node) ?? carriedBy(cluster.ownByNode.get(node) ?? [], cluster.hostByNode.get(node) ?? []);
    known.set(node, carried);
    return carried;
  };
  return (noisy) => {
    const { busiest, both } = carriedOn(noisy.node ?? '');
    const instanceType = cluster.nodes.get(noisy.node ?? '')?.instanceType ?? null;
    return {
      node: noisy.node,
      instanceType,
      baselineGbps: baselineGbps(instanceType),
      carriedGbps: busiest * BITS_PER_GBIT,
      othersGbps: Math.max(0, busiest - busier(noisy)) * BITS_PER_GBIT,
      shareOfNode: both > 0 ? (noisy.bandwidth ?? 0) / both : 0,
    };
  };
};

/** Bytes a second. */
interface Carried {
  /** In the busier direction. */
  readonly busiest: number;
  /** In both, by pods with figures of their own; 0 when nobody was measured. */
  readonly both: number;
}

const carriedBy = (own: readonly Talker[], host: readonly Talker[]): Carried => ({
  busiest: Math.max(total(own, received), total(own, sent), host.reduce((most, talker) => Math.max(most, busier(talker)), 0)),
  both: total(own, ({ bandwidth }) => bandwidth ?? 0),
});

const received = ({ network }: Talker): number => network.rxBytesPerSecond ?? 0;
const sent = ({ network }: Talker): number => network.txBytesPerSecond ?? 0;
const busier = (talker: Talker): number => Math.max(received(talker), sent(talker));
const total = (talkers: readonly Talker[], of: (talker: Talker) => number): number => talkers.reduce((sum, talker) => sum + of(talker), 0);
