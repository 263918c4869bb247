import type { Cluster } from './cluster';

/**
 * How the pods of one workload are spread, so that a move never makes it fall with one node or one zone where it did not before. Kubernetes' own
 * scheduler has such a preference by default, which best fit would undo.
 */
export interface Crowds {
  readonly add: (pod: number, node: number, by: 1 | -1) => void;
  /** Whether a pod that came from `from` may stand on `node`. */
  readonly allow: (pod: number, node: number, from: number) => boolean;
  /** How many pods its workload has. */
  readonly sizeOf: (pod: number) => number;
}

export const crowdsOn = ({ crowdOf, crowds, nodeOf, zones }: Cluster): Crowds => {
  const sizes = new Int32Array(crowds);
  const crowd = (pod: number): number => crowdOf[pod] ?? 0;
  const zone = (node: number): number => zones.of[node] ?? -1;
  crowdOf.forEach((which) => {
    sizes[which] = (sizes[which] ?? 0) + 1;
  });
  const size = (pod: number): number => sizes[crowd(pod)] ?? 0;
  const onNode = new PairCounts(crowds);
  const inZone = new PairCounts(crowds);
  const onNodeAtFirst = new PairCounts(crowds);
  const inZoneAtFirst = new PairCounts(crowds);
  nodeOf.forEach((node, pod) => {
    if (node < 0) return;
    onNodeAtFirst.add(crowd(pod), node, 1);
    inZoneAtFirst.add(crowd(pod), zone(node), 1);
  });
  const crowdsNode = (pod: number, node: number, from: number): boolean =>
    onNode.at(crowd(pod), node) + 1 > Math.max(Math.ceil(size(pod) / 2), onNodeAtFirst.at(crowd(pod), from));
  const crowdsZone = (pod: number, node: number, from: number): boolean =>
    zone(node) !== zone(from) && inZoneAtFirst.at(crowd(pod), zone(from)) < size(pod) && inZone.at(crowd(pod), zone(node)) + 1 >= size(pod);
  return {
    add: (pod, node, by) => {
      onNode.add(crowd(pod), node, by);
      inZone.add(crowd(pod), zone(node), by);
    },
    allow: (pod, node, from) => size(pod) < 2 || (!crowdsNode(pod, node, from) && !crowdsZone(pod, node, from)),
    sizeOf: size,
  };
};

/** How many of a crowd are in a place. */
class PairCounts {
  private readonly counts = new Map<number, number>();
  constructor(private readonly crowds: number) {}

  at(crowd: number, place: number): number {
    return this.counts.get(crowd + this.crowds * place) ?? 0;
  }

  add(crowd: number, place: number, by: number): void {
    const key = crowd + this.crowds * place;
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }
}
