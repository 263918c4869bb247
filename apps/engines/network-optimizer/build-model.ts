import type { Reason } from '@ml/contracts/decision';
import type { Endpoints } from './endpoints';
import type { Flow, Model, Variable } from './model';
import type { Pair } from './pairs';
import { onlyZoneOf, type Workload } from './workloads';

export interface Building {
  readonly pairs: readonly Pair[];
  /** Numbers of the pairs that are worth a change. */
  readonly eligible: ReadonlySet<number>;
  readonly fixed: (workload: Workload) => Reason | null;
  readonly services: ReadonlyMap<string, readonly Endpoints[]>;
  /** Zones that have nodes, by name. */
  readonly zones: readonly string[];
}

/** What may be changed for the sake of an eligible pair, and every measured stream: small pairs are not worth a change, but a change may harm them. */
export const buildModel = (building: Building): Model => {
  const { pairs, eligible } = building;
  const variables: Variable[] = [];
  const entered: Entered = { zones: new Map<string, number>(), services: new Map<string, number>() };
  const enter = (numbers: Map<string, number>, key: string, make: () => Variable): void => {
    if (numbers.has(key)) return;
    numbers.set(key, variables.length);
    variables.push(make());
  };
  pairs.forEach((pair, index) => {
    const { source, destination, stale } = pair;
    if (!eligible.has(index) || stale > 0 || source === undefined || destination === undefined) return;
    // Where either would do, the one that is called is drawn to its caller, as the contract's example has it.
    for (const workload of [destination, source]) if (building.fixed(workload) === null) enter(entered.zones, workload.key, () => ({ kind: 'zone', workload, zones: zonesOf(workload, building.zones) }));
    const endpoints = serviceOf(pair, building.services);
    if (endpoints !== undefined && endpoints.leftBecause === null) enter(entered.services, endpoints.key, () => ({ kind: 'service', endpoints }));
  });
  const flows = pairs.flatMap((pair, index) => flowsOf(index, { pair, endpoints: serviceOf(pair, building.services), entered }));
  return { variables, flows, touching: touchingOf(variables.length, flows), places: variables.map((variable) => (variable.kind === 'zone' ? variable.zones : [])), loads: loadsOf(variables, flows) };
};

/** The one service through which the pair must talk; undefined when there is none, or several. */
export const serviceOf = ({ from, to }: Pair, services: ReadonlyMap<string, readonly Endpoints[]>): Endpoints | undefined => {
  const found = services.get(to) ?? [];
  // Replicas of one workload talk to each other by name, not through a service that would pick any of them.
  return found.length === 1 && from !== to ? found[0] : undefined;
};

const zonesOf = (workload: Workload, all: readonly string[]): readonly string[] => {
  const own = onlyZoneOf(workload) ?? '';
  return [own, ...all.filter((zone) => zone !== own)];
};

/** Numbers of variables, by the key of the workload and of the service. */
interface Entered {
  readonly zones: Map<string, number>;
  readonly services: Map<string, number>;
}

interface Between {
  readonly pair: Pair;
  readonly endpoints: Endpoints | undefined;
  readonly entered: Entered;
}

const flowsOf = (index: number, { pair, endpoints, entered }: Between): readonly Flow[] => {
  const fromVariable = entered.zones.get(pair.from) ?? -1;
  const toVariable = entered.zones.get(pair.to) ?? -1;
  const service = endpoints === undefined ? -1 : (entered.services.get(endpoints.key) ?? -1);
  return pair.streams.map(({ gbPerDay, from, to }) => ({ pair: index, gbPerDay, fromVariable, fromZone: from, toVariable, toZone: to, service }));
};

const touchingOf = (count: number, flows: readonly Flow[]): readonly (readonly number[])[] => {
  const touching = Array.from({ length: count }, (): number[] => []);
  flows.forEach(({ fromVariable, toVariable, service }, number) => {
    touching[fromVariable]?.push(number);
    if (toVariable !== fromVariable) touching[toVariable]?.push(number);
    touching[service]?.push(number);
  });
  return touching;
};

/**
 * What each stream says about the load of its service. Where only traffic between zones was sent, the rest is inferred: without preference a zone
 * keeps the share of its endpoints, so that what crosses is what is left of the whole.
 */
const loadsOf = (variables: readonly Variable[], flows: readonly Flow[]): readonly number[] => {
  const listsLocal = new Set(flows.filter(({ fromZone, toZone }) => fromZone === toZone).map(({ service }) => service));
  const endpoints = variables.map((variable) => (variable.kind === 'service' ? [...variable.endpoints.byZone.values()].reduce((sum, count) => sum + count, 0) : 0));
  return flows.map(({ gbPerDay, service, fromZone }) => {
    const variable = variables[service];
    if (variable?.kind !== 'service' || listsLocal.has(service)) return gbPerDay;
    const all = endpoints[service] ?? 0;
    return (gbPerDay * all) / (all - (variable.endpoints.byZone.get(fromZone) ?? 0));
  });
};
