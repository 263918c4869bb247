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
  const zoneAt = (end: TrafficState['source'], stated: string | null): Where => {
    const workload = workloads.get(keyOfEnd(end));
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
  readonly zoneAt: (end: TrafficState['source'], stated: string | null) => Where;
  readonly workloads: ReadonlyMap<string, Workload>;
}

const pairOf = (name: string, flows: readonly TrafficState[], { zoneAt, workloads }: Known): Pair => {
  const { source, destination } = flows[0] as TrafficState;
  const placed = flows.map(({ gbPerDay, ...flow }) => {
    const [from, to] = [zoneAt(flow.source, flow.sourceZone), zoneAt(flow.destination, flow.destinationZone)];
    return { gbPerDay, from: from.zone, to: to.zone, stale: from.stale || to.stale };
  });
  const zoned = placed.filter((stream): stream is Stream & { readonly stale: boolean } => stream.from !== null && stream.to !== null);
  const total = (of: readonly { readonly gbPerDay: number }[]): number => of.reduce((sum, { gbPerDay }) => sum + gbPerDay, 0);
  return {
    name,
    from: keyOfEnd(source),
    to: keyOfEnd(destination),
    source: workloads.get(keyOfEnd(source)),
    destination: workloads.get(keyOfEnd(destination)),
    streams: zoned.filter(({ stale }) => !stale).map(({ gbPerDay, from, to }) => ({ gbPerDay, from, to })),
    crossing: total(zoned.filter(({ from, to }) => from !== to)),
    stale: total(zoned.filter(({ from, to, stale }) => stale && from !== to)),
    unzoned: total(placed.filter(({ from, to }) => from === null || to === null)),
  };
};
