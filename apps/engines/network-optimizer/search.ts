import { crossing, choicesOf, unchanged, type Choices, type Model } from './model';
import { overloadOf } from './overload';
import type { Room } from './room';

export type Refusal = 'NO_CAPACITY' | 'OVERLOAD';

export interface SearchRules {
  readonly room: Room;
  /** USD a month that one GB a day across zones costs. */
  readonly usdPerGbDay: number;
  /** USD a month that a change must bring by itself. */
  readonly floor: number;
  readonly maxOverload: number;
}

export interface Change {
  readonly variable: number;
  readonly choice: number;
}

/** Where the search stands. Every change that it takes brings more than it must, so that the end is never worse than doing nothing. */
export interface Standing {
  readonly choices: readonly number[];
  /** USD a month, less what every change must bring; not yet whether it may be done. */
  readonly gainOf: (changes: readonly Change[]) => number;
  /** The same before what every change must bring is taken off. */
  readonly worth: (changes: readonly Change[]) => number;
  /** Makes the changes, or says why they may not be made and leaves everything as it was. */
  readonly make: (changes: readonly Change[]) => Refusal | null;
  /** How many streams have been looked at. */
  readonly looked: () => number;
}

export const standingAt = (model: Model, { room, usdPerGbDay, floor, maxOverload }: SearchRules): Standing => {
  const choices = [...unchanged(model)];
  let looked = 0;
  const set = (changes: readonly Change[]): readonly Change[] =>
    changes.map(({ variable, choice }) => {
      const before = { variable, choice: choices[variable] ?? 0 };
      choices[variable] = choice;
      return before;
    });
  const costOf = (flows: readonly number[]): number => {
    looked += flows.length;
    let cost = 0;
    for (const number of flows) {
      const flow = model.flows[number];
      if (flow !== undefined) cost += crossing(model, flow, choices);
    }
    return cost * usdPerGbDay;
  };
  const charge = (changes: readonly Change[]): number => floor * changes.filter(({ variable }) => choices[variable] !== 0).length;
  const compared = (changes: readonly Change[], charged: boolean): number => {
    const flows = flowsOf(model, changes);
    const whole = (): number => costOf(flows) + (charged ? charge(changes) : 0);
    const before = whole();
    const old = set(changes);
    const after = whole();
    set(old);
    return before - after;
  };
  const make = (changes: readonly Change[]): Refusal | null => {
    const old = set(changes);
    const services = servicesOf(model, changes, choices);
    looked += services.reduce((sum, service) => sum + (model.touching[service]?.length ?? 0), 0);
    const refusal = services.some((service) => overloadOf(model, service, choices) >= maxOverload - ROUNDING) ? 'OVERLOAD' : occupy(model, room, { changes, old });
    if (refusal !== null) set(old);
    return refusal;
  };
  return { choices, gainOf: (changes) => compared(changes, true), worth: (changes) => compared(changes, false), make, looked: () => looked };
};

/** 12 is 20% more than 10, whatever binary fractions make of it. */
const ROUNDING = 1e-9;

/** Each once. */
const flowsOf = ({ touching }: Model, changes: readonly Change[]): readonly number[] => {
  const [first, ...others] = changes;
  const flows = touching[first?.variable ?? -1] ?? [];
  return others.length === 0 ? flows : [...new Set([...flows, ...others.flatMap(({ variable }) => touching[variable] ?? [])])];
};

/** Services with a preference whose load the changes alter. */
const servicesOf = ({ touching, flows, variables }: Model, changes: readonly Change[], choices: Choices): readonly number[] => {
  const found = new Set<number>();
  const note = (service: number): void => void (choices[service] === 1 && found.add(service));
  for (const { variable } of changes) {
    if (variables[variable]?.kind === 'service') note(variable);
    else for (const number of touching[variable] ?? []) if (flows[number]?.fromVariable === variable) note(flows[number].service);
  }
  return [...found];
};

interface Occupying {
  readonly changes: readonly Change[];
  readonly old: readonly Change[];
}

const occupy = (model: Model, room: Room, { changes, old }: Occupying): Refusal | null => {
  const put = ({ variable, choice }: Change): boolean => {
    const found = model.variables[variable];
    return found?.kind !== 'zone' || choice === 0 || room.take(found.workload, found.zones[choice] ?? '');
  };
  const clear = (): void => {
    for (const { variable } of changes) {
      const found = model.variables[variable];
      if (found?.kind === 'zone') room.giveBack(found.workload);
    }
  };
  clear();
  if (changes.every(put)) return null;
  clear();
  old.forEach(put);
  return 'NO_CAPACITY';
};

/** All that the variable could be instead. */
export const alternatives = (model: Model, variable: number, choices: Choices): readonly Change[] => {
  const found = model.variables[variable];
  if (found === undefined) return [];
  return Array.from({ length: choicesOf(found) }, (_, choice) => ({ variable, choice })).filter(({ choice }) => choice !== choices[variable]);
};
