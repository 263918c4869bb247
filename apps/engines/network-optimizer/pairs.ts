import { regionOfZone } from '@ml/engine-kernel/region';
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
  /** GB a day to or from another region: that has a price of its own, and no zone would make it local. */
  readonly abroad: number;
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
  const endOf: EndOf = (key) => {
    const workload = workloads.get(key);
    if (workload === undefined) return { workload, zone: null, isStale: () => false };
    const isStale = (stated: string | null): boolean => {
      if (stated === null || workload.zoneless || workload.zones.has(stated)) return false;
      elsewhere.add(key);
      return true;
    };
    return { workload, zone: onlyZoneOf(workload), isStale };
  };
  const pairs = [...groups].map(([name, flows]) => pairOf(name, flows, endOf));
  return { pairs, elsewhere };
};

const keyOfEnd = ({ namespace, workload }: TrafficState['source']): string => `${namespace}/${workload}`;

/** One side of a pair. */
interface End {
  readonly workload: Workload | undefined;
  /** Where it is when nobody says. */
  readonly zone: string | null;
  /** Whether none of its pods stands where it was measured. */
  readonly isStale: (stated: string | null) => boolean;
}

/** Zones whose names do not say a region are taken to be of one. */
const areAbroad = (start: string, end: string): boolean => {
  const [one, other] = [regionOfZone(start), regionOfZone(end)];
  return one !== undefined && other !== undefined && one !== other;
};

const zoneAt = ({ zone }: End, stated: string | null): string | null => stated ?? zone;

const wayFrom = (start: string | null, end: string | null): 'unzoned' | 'local' | 'abroad' | 'crossing' => {
  if (start === null || end === null) return 'unzoned';
  if (start === end) return 'local';
  return areAbroad(start, end) ? 'abroad' : 'crossing';
};

type EndOf = (key: string) => End;

const pairOf = (name: string, flows: readonly TrafficState[], endOf: EndOf): Pair => {
  const [first] = flows as readonly [TrafficState, ...TrafficState[]];
  const [from, to] = [keyOfEnd(first.source), keyOfEnd(first.destination)];
  const [source, destination] = [endOf(from), endOf(to)];
  const streams: Stream[] = [];
  const sums = { crossing: 0, unzoned: 0, abroad: 0, stale: 0 };
  for (const { gbPerDay, sourceZone, destinationZone } of flows) {
    const [start, end] = [zoneAt(source, sourceZone), zoneAt(destination, destinationZone)];
    const [left, right] = [source.isStale(sourceZone), destination.isStale(destinationZone)];
    const way = wayFrom(start, end);
    if (way !== 'local') sums[way] += gbPerDay;
    if (left || right) sums.stale += way === 'crossing' ? gbPerDay : 0;
    else if (start !== null && end !== null && way !== 'abroad') streams.push({ gbPerDay, from: start, to: end });
  }
  return { name, from, to, source: source.workload, destination: destination.workload, streams, ...sums };
};
