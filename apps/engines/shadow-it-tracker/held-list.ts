import type { Held } from '@ml/contracts/decision';

/** Resources of one code that are listed one by one; the rest share an entry. */
const ONE_BY_ONE = 100;

/** Every reason in its order, but no more of one code than can be read; nothing is dropped. */
export const heldList = (entries: readonly Held[]): readonly Held[] =>
  [...Map.groupBy(entries, ({ code }) => code).values()].flatMap((group) => [...group.slice(0, ONE_BY_ONE), ...restOf(group.slice(ONE_BY_ONE))]);

const restOf = (rest: readonly Held[]): readonly Held[] => {
  const [first] = rest;
  if (first === undefined) return [];
  const text = `${rest.length} more for the same reason, as of the first: ${first.text}`;
  return [{ target: { kind: 'Resources', name: `${rest.length} more` }, code: first.code, text, details: { names: rest.map(({ target }) => target.name) } }];
};
