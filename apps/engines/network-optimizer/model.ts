import type { Endpoints } from './endpoints';
import type { Workload } from './workloads';

/** Something that may be changed; its choice 0 is to leave it as it is. */
export type Variable =
  | { readonly kind: 'zone'; readonly workload: Workload; /** The first is where it stands. */ readonly zones: readonly string[] }
  | { readonly kind: 'service'; readonly endpoints: Endpoints };

/** One measured stream, by the numbers of the variables that decide whether it crosses zones; -1 where nothing can be changed. */
export interface Flow {
  readonly pair: number;
  readonly gbPerDay: number;
  readonly fromVariable: number;
  readonly fromZone: string;
  readonly toVariable: number;
  readonly toZone: string;
  readonly service: number;
}

export interface Model {
  readonly variables: readonly Variable[];
  readonly flows: readonly Flow[];
  /** Numbers of the flows that each variable has a part in. */
  readonly touching: readonly (readonly number[])[];
  /** Of each variable the zones among which it chooses; empty for services. */
  readonly places: readonly (readonly string[])[];
  /** GB a day that each flow counts for in the load of its service, see load-of.ts. */
  readonly loads: readonly number[];
}

export type Choices = readonly number[];

export const choicesOf = (variable: Variable): number => (variable.kind === 'zone' ? variable.zones.length : 2);

export const unchanged = ({ variables }: Model): readonly number[] => variables.map(() => 0);

export const fromZone = ({ places }: Model, { fromVariable, fromZone: measured }: Flow, choices: Choices): string =>
  fromVariable < 0 ? measured : (places[fromVariable]?.[choices[fromVariable] ?? 0] ?? measured);

const toZone = ({ places }: Model, { toVariable, toZone: measured }: Flow, choices: Choices): string =>
  toVariable < 0 ? measured : (places[toVariable]?.[choices[toVariable] ?? 0] ?? measured);

/** Whether its service keeps it in the zone it comes from. */
export const keptByService = (model: Model, flow: Flow, choices: Choices): boolean => {
  if (flow.service < 0 || choices[flow.service] !== 1) return false;
  const service = model.variables[flow.service];
  return service?.kind === 'service' && service.endpoints.byZone.has(fromZone(model, flow, choices));
};

/** GB a day of the flow that cross zones. */
export const crossing = (model: Model, flow: Flow, choices: Choices): number =>
  fromZone(model, flow, choices) === toZone(model, flow, choices) || keptByService(model, flow, choices) ? 0 : flow.gbPerDay;
