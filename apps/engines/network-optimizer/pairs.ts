import type { TrafficState } from '@ml/state/observed/traffic';
import { onlyZoneOf, type Workload } from './workloads';

/** A measured stream between zones that are known. */
export interface Stream {
  readonly gbPerDay: number;
  readonly from: string;
  readonly to: string;
}

/** All that one workload sends to another. */
export interface Pair {
  readonly name: string;
  /** `namespace/name` */
  readonly from: string;
  readonly to: string;
  readonly source: Workload | undefined;
  readonly destination: Workload | undefined;
  readonly streams: readonly Stream[];
  /** GB a day that cross zones, and of which nobody can say. */
  readonly crossing: number;
  readonly unzoned: number;
  /** Of what crosses zones: measured where no pod of an end stands now. No change is argued from it. */
  readonly stale: number;
}

export interface Pairs {
  /** By name. */
  readonly pairs: readonly Pair[];
  /** Workloads that were measured in a zone where none of their pods stands now. */
  readonly elsewhere: ReadonlySet<string>;
}

export const pairsIn = (traffic: readonly TrafficState[], workloads: ReadonlyMap<string, Workload>): Pairs => {
  const elsewhere = new Set<string>();
  const groups = new Map<string, TrafficState[]>();
  for (const flow of traffic) {
    const key = `${keyOfEnd(flow.source)} -> ${keyOfEnd(flow.destination)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [flow]);
    else group.push(flow);
  }
  const zoneAt: Known['zoneAt'] = (key, stated) => {
    const workload = workloads.get(key);
    if (workload === undefined) return { zone: stated, stale: false };
    const stale = stated !== null && !workload.zoneless && !workload.zones.has(stated);
    if (stale) elsewhere.add(workload.key);
    return { zone: stated ?? onlyZoneOf(workload), stale };
  };
  const pairs = [...groups].map(([name, flows]) => pairOf(name, flows, { zoneAt, workloads }));
  return { pairs, elsewhere };
};

const keyOfEnd = ({ namespace, workload }: TrafficState['source']): string => `${namespace}/${workload}`;

interface Where {
  readonly zone: string | null;
  readonly stale: boolean;
}

interface Known {
  readonly zoneAt: (key: string, stated: string | null) => Where;
  readonly workloads: ReadonlyMap<string, Workload>;
}

const pairOf = (name: string, flows: readonly TrafficState[], { zoneAt, workloads }: Known): Pair => {
  const [first] = flows as readonly [TrafficState, ...TrafficState[]];
  const [from, to] = [keyOfEnd(first.source), keyOfEnd(first.destination)];
  const streams: Stream[] = [];
  const sums = { crossing: 0, unzoned: 0, stale: 0 };
  for (const { gbPerDay, sourceZone, destinationZone } of flows) {
    const [start, end] = [zoneAt(from, sourceZone), zoneAt(to, destinationZone)];
    if (start.zone === null || end.zone === null) {
      sums.unzoned += gbPerDay;
      continue;
    }
    const stale = start.stale || end.stale;
    if (!stale) streams.push({ gbPerDay, from: start.zone, to: end.zone });
    if (start.zone === end.zone) continue;
    sums.crossing += gbPerDay;
    if (stale) sums.stale += gbPerDay;
  }
  return { name, from, to, source: workloads.get(from), destination: workloads.get(to), streams, ...sums };
};
