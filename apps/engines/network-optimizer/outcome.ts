import { crossing, keptByService, unchanged, type Choices, type Flow, type Model } from './model';

/** What the choices change in the traffic of one pair, in GB a day across zones. */
export interface PairChange {
  readonly pair: number;
  readonly before: number;
  readonly after: number;
}

export interface Outcome {
  /** By the number of the variable, those that are changed: GB a day that become local by it, less those that no longer are. */
  readonly gains: ReadonlyMap<number, number>;
  /** By the number of the variable: the pairs that it changes. */
  readonly pairsOf: ReadonlyMap<number, ReadonlySet<number>>;
  readonly pairs: ReadonlyMap<number, PairChange>;
}

/** Every stream that changes counts for the changes that made it so, in equal parts: together they are what is saved, no stream twice. */
export const outcomeOf = (model: Model, choices: Choices): Outcome => {
  const today = unchanged(model);
  const gains = new Map<number, number>();
  const pairsOf = new Map<number, Set<number>>();
  const pairs = new Map<number, { readonly pair: number; before: number; after: number }>();
  choices.forEach((choice, variable) => {
    if (choice !== 0) gains.set(variable, 0);
  });
  for (const flow of model.flows) {
    const before = crossing(model, flow, today);
    const after = crossing(model, flow, choices);
    const pair = pairs.get(flow.pair);
    if (pair === undefined) pairs.set(flow.pair, { pair: flow.pair, before, after });
    else {
      pair.before += before;
      pair.after += after;
    }
    if (before === after) continue;
    const causes = causesOf(model, flow, choices);
    for (const cause of causes) {
      gains.set(cause, (gains.get(cause) ?? 0) + (before - after) / causes.length);
      pairsOf.set(cause, (pairsOf.get(cause) ?? new Set<number>()).add(flow.pair));
    }
  }
  return { gains, pairsOf, pairs };
};

const causesOf = (model: Model, flow: Flow, choices: Choices): readonly number[] => {
  const moved = [...new Set([flow.fromVariable, flow.toVariable])].filter((variable) => (choices[variable] ?? 0) !== 0);
  return keptByService(model, flow, choices) ? [...moved, flow.service] : moved;
};
