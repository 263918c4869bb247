import type { Range } from './zone-instants';

export interface Turn<State> {
  /** Epoch milliseconds: the first instant of the state. */
  readonly at: number;
  readonly state: State;
}

/** A state over time: what it is first and each change of it within a range. */
export interface Timeline<State> {
  readonly range: Range;
  readonly first: State;
  readonly turns: readonly Turn<State>[];
}

/** `instants`: every instant at which the state can change, in any order. */
export const timelineOf = <State extends string | boolean>(range: Range, instants: readonly number[], stateAt: (at: number) => State): Timeline<State> => {
  const ordered = [...new Set(instants)].filter((at) => at > range.from && at < range.until).sort((one, other) => one - other);
  const first = stateAt(range.from);
  const turns: Turn<State>[] = [];
  let last = first;
  for (const at of ordered) {
    const state = stateAt(at);
    if (state !== last) turns.push({ at, state });
    last = state;
  }
  return { range, first, turns };
};
