import { fromZone, type Choices, type Model } from './model';

/**
 * How much more load an endpoint would get than the average one, if every zone kept its traffic: 0.2 is 20% more. Traffic of zones without an endpoint
 * is spread over all of them, as kube-proxy does.
 */
export const overloadOf = (model: Model, service: number, choices: Choices): number => {
  const variable = model.variables[service];
  if (variable?.kind !== 'service') return 0;
  const { byZone } = variable.endpoints;
  const loads = loadByZone(model, service, choices);
  const endpoints = sum([...byZone.values()]);
  const all = sum([...loads.values()]);
  if (all === 0) return 0;
  const spread = sum([...loads].filter(([zone]) => !byZone.has(zone)).map(([, load]) => load));
  const highest = Math.max(...[...byZone].map(([zone, count]) => (loads.get(zone) ?? 0) / count + spread / endpoints));
  return (highest * endpoints) / all - 1;
};

/** By the zone of the clients. */
const loadByZone = (model: Model, service: number, choices: Choices): ReadonlyMap<string, number> => {
  const loads = new Map<string, number>();
  for (const number of model.touching[service] ?? []) {
    const flow = model.flows[number];
    if (flow === undefined) continue;
    const zone = fromZone(model, flow, choices);
    loads.set(zone, (loads.get(zone) ?? 0) + (model.loads[number] ?? 0));
  }
  return loads;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
