import type { NetworkOptimizerConfig } from './config';
import { componentsOf, evaluationsOf, solveExactly } from './exact';
import type { Model } from './model';
import { alternatives, type Change, type Standing } from './search';

const SAME = 1e-9;

export interface Improved {
  /** Whether the budget was spent before nothing was left to improve. */
  readonly stopped: boolean;
}

/** Small groups by looking at every choice; then, for what is left, change by change and two by two until nothing brings more than it must. */
export const improve = (model: Model, standing: Standing, config: NetworkOptimizerConfig): Improved => {
  const spent = (): boolean => standing.looked() >= config.search_evaluations;
  for (const members of componentsOf(model)) {
    if (spent()) return { stopped: true };
    if (evaluationsOf(model, members, config.exact_evaluations) <= config.exact_evaluations) solveExactly(model, members, standing);
  }
  const moves = movesOf(model, standing);
  for (let changed = true; changed; ) {
    changed = false;
    for (const options of moves) {
      if (spent()) return { stopped: true };
      if (takeBest(standing, options())) changed = true;
    }
  }
  return { stopped: false };
};

type Options = () => readonly (readonly Change[])[];

const movesOf = (model: Model, { choices }: Standing): readonly Options[] => [
  ...model.variables.map((_, variable): Options => () => alternatives(model, variable, choices).map((change) => [change])),
  ...edgesOf(model).map((edge): Options => () => together(model, edge)),
];

const takeBest = (standing: Standing, options: readonly (readonly Change[])[]): boolean => {
  const better = options.map((changes) => ({ changes, gain: standing.gainOf(changes) })).filter(({ gain }) => gain > SAME);
  better.sort((one, other) => other.gain - one.gain);
  return better.some(({ changes }) => standing.make(changes) === null);
};

type Edge = readonly [number, number];

/** Ours: of many partners, those with the most traffic decide. */
const MOST_PARTNERS = 2;

/** Pairs of workloads that talk to each other and may both be moved: of each, those with whom it talks most. */
const edgesOf = ({ flows, variables }: Model): readonly Edge[] => {
  const partners = variables.map(() => new Map<number, number>());
  for (const { fromVariable: from, toVariable: to, gbPerDay } of flows) {
    if (from < 0 || to < 0 || from === to) continue;
    partners[from]?.set(to, (partners[from].get(to) ?? 0) + gbPerDay);
    partners[to]?.set(from, (partners[to].get(from) ?? 0) + gbPerDay);
  }
  const edges = partners.flatMap((known, one) => [...known].sort(([a, gb], [b, more]) => more - gb || a - b).slice(0, MOST_PARTNERS).map(([other]): Edge => [Math.min(one, other), Math.max(one, other)]));
  return [...new Map(edges.map((edge) => [edge.join(' '), edge])).values()];
};

/** Both into one zone: either alone may lose what they say to each other. */
const together = ({ variables }: Model, [one, other]: Edge): readonly (readonly Change[])[] => {
  const [first, second] = [variables[one], variables[other]];
  if (first?.kind !== 'zone' || second?.kind !== 'zone') return [];
  return first.zones.map((zone, choice) => [
    { variable: one, choice },
    { variable: other, choice: Math.max(0, second.zones.indexOf(zone)) },
  ]);
};
