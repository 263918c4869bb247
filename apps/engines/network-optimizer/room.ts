import { nodeMatches } from '@ml/state/kubernetes/node-affinity';
import { tolerates } from '@ml/state/kubernetes/taint';
import { add, allocatableOf, amountsOf, type Amounts } from './amounts';
import { isOpen } from './open-node';
import type { NetworkNode, NetworkPod } from './state';
import { isLive, type Workload } from './workloads';

/** Room that is left on the nodes. What a moved workload leaves behind is not given to others: its old pods go after the new ones have come. */
export interface Room {
  /** Takes the room that the workload needs in the zone; false when there is none. */
  readonly take: (workload: Workload, zone: string) => boolean;
  readonly giveBack: (workload: Workload) => void;
}

interface Place {
  readonly node: NetworkNode;
  readonly zone: string;
  readonly free: Record<string, number>;
}

interface Taken {
  readonly places: readonly Place[];
  readonly demand: Amounts;
}

export interface RoomRules {
  readonly nodes: readonly NetworkNode[];
  readonly pods: readonly NetworkPod[];
  /** At most so many pods of a workload on a node. */
  readonly mostPerNode: (workload: Workload) => number;
}

export const roomIn = ({ nodes, pods, mostPerNode }: RoomRules): Room => {
  const taken = new Map<string, Taken>();
  const suitable = suitableIn(placesOf(nodes, pods));
  return {
    take: (workload, zone) => {
      const demand = demandOf(workload);
      const count = workload.pods.length;
      const chosen = placesFor({ places: suitable(workload, zone), demand, count, most: mostPerNode(workload) });
      if (chosen === null) return false;
      for (const place of chosen) add(place.free, demand, -1);
      taken.set(workload.key, { places: chosen, demand });
      return true;
    },
    giveBack: (workload) => {
      const old = taken.get(workload.key);
      if (old === undefined) return;
      for (const place of old.places) add(place.free, old.demand, 1);
      taken.delete(workload.key);
    },
  };
};

const placesOf = (nodes: readonly NetworkNode[], pods: readonly NetworkPod[]): readonly Place[] => {
  const places = new Map(nodes.flatMap((node) => (node.zone === null ? [] : [[node.name, { node, zone: node.zone, free: allocatableOf(node) }] as const])));
  for (const pod of pods) {
    const place = places.get(pod.nodeName ?? '');
    if (place !== undefined && isLive(pod)) add(place.free, amountsOf(pod), -1);
  }
  return [...places.values()].filter(({ node }) => isOpen(node));
};

/** The nodes of a zone on which a workload may stand, found once. */
const suitableIn = (places: readonly Place[]): ((workload: Workload, zone: string) => readonly Place[]) => {
  const byZone = new Map<string, Place[]>();
  for (const place of places) {
    const inZone = byZone.get(place.zone);
    if (inZone === undefined) byZone.set(place.zone, [place]);
    else inZone.push(place);
  }
  const known = new Map<string, readonly Place[]>();
  return (workload, zone) => {
    const key = `${workload.key} ${zone}`;
    const found = known.get(key) ?? (byZone.get(zone) ?? []).filter(({ node }) => suits(workload, node));
    known.set(key, found);
    return found;
  };
};

const suits = ({ pods }: Workload, node: NetworkNode): boolean => pods.every((pod) => nodeMatches(pod, node) && tolerates(node.taints, pod.tolerations));

/** The most that one of its pods asks for, of each. */
const demandOf = ({ pods }: Workload): Amounts => {
  const most: Record<string, number> = {};
  for (const pod of pods) for (const [resource, amount] of Object.entries(amountsOf(pod))) most[resource] = Math.max(most[resource] ?? 0, amount);
  return most;
};

interface Wanted {
  readonly places: readonly Place[];
  readonly demand: Amounts;
  readonly count: number;
  readonly most: number;
}

/** First fit; null when not all of them fit. A place appears once for each pod on it. */
const placesFor = ({ places, demand, count, most }: Wanted): readonly Place[] | null => {
  const chosen: Place[] = [];
  for (const place of places) {
    const fits = Math.min(most, count - chosen.length, howOften(place.free, demand));
    for (let pod = 0; pod < fits; pod += 1) chosen.push(place);
    if (chosen.length === count) return chosen;
  }
  return null;
};

const howOften = (free: Amounts, demand: Amounts): number =>
  Object.keys(demand).reduce((fewest, resource) => {
    const wanted = demand[resource] ?? 0;
    return wanted > 0 ? Math.min(fewest, Math.floor((free[resource] ?? 0) / wanted)) : fewest;
  }, Number.MAX_SAFE_INTEGER);
