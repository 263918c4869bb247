import { choicesOf, type Model } from './model';
import type { Change, Standing } from './search';

/** Variables that some stream ties together, those with the most traffic first. */
export const componentsOf = (model: Model): readonly (readonly number[])[] => {
  const parent = model.variables.map((_, number) => number);
  const root = (number: number): number => {
    let at = number;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  };
  const weights = new Map<number, number>();
  for (const { fromVariable, toVariable, service } of model.flows) {
    const [first, ...others] = [fromVariable, toVariable, service].filter((variable) => variable >= 0);
    for (const other of others) parent[root(other)] = root(first ?? other);
  }
  for (const { fromVariable, toVariable, service, gbPerDay } of model.flows) {
    const [first] = [fromVariable, toVariable, service].filter((variable) => variable >= 0);
    if (first !== undefined) weights.set(root(first), (weights.get(root(first)) ?? 0) + gbPerDay);
  }
  const groups = Map.groupBy(model.variables.keys(), root);
  return [...groups].sort(([one], [other]) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0) || one - other).map(([, members]) => members);
};

/** How many streams looking at every choice of a group would look at; more than the limit is said without counting further. */
export const evaluationsOf = (model: Model, members: readonly number[], limit: number): number => {
  const choices = members.reduce((product, number) => product * (model.variables[number] === undefined ? 1 : choicesOf(model.variables[number])), 1);
  return choices > limit ? choices : choices * Math.max(1, new Set(members.flatMap((number) => model.touching[number] ?? [])).size);
};

const SAME = 1e-9;

/** Looks at every choice of a group that may be made, and makes the best. */
export const solveExactly = (model: Model, members: readonly number[], standing: Standing): void => {
  const sizes = members.map((number) => (model.variables[number] === undefined ? 1 : choicesOf(model.variables[number])));
  const count = sizes.reduce((product, size) => product * size, 1);
  const ranked: { readonly gain: number; readonly changes: readonly Change[] }[] = [];
  for (let index = 1; index < count; index += 1) {
    const changes = changesAt(index, members, sizes);
    const gain = standing.gainOf(changes);
    if (gain > SAME) ranked.push({ gain, changes });
  }
  ranked.sort((one, other) => other.gain - one.gain);
  for (const { changes } of ranked) if (standing.make(changes) === null) return;
};

/** The choices that a number stands for, as digits. */
const changesAt = (index: number, members: readonly number[], sizes: readonly number[]): readonly Change[] => {
  let rest = index;
  const changes: Change[] = [];
  members.forEach((variable, position) => {
    const size = sizes[position] ?? 1;
    if (rest % size > 0) changes.push({ variable, choice: rest % size });
    rest = Math.floor(rest / size);
  });
  return changes;
};
