import type { Held } from '@ml/contracts/decision';

/** Objects of one code that are listed one by one; the rest share an entry. */
const ONE_BY_ONE = 100;

/** Every reason in its order, but no more of one code than can be read; nothing is dropped. `kind` is what those are called that share an entry. */
export const heldList = (entries: readonly Held[], kind: string): readonly Held[] =>
  [...Map.groupBy(entries, ({ code }) => code).values()].flatMap((group) => [...group.slice(0, ONE_BY_ONE), ...restOf(group.slice(ONE_BY_ONE), kind)]);

const restOf = (rest: readonly Held[], kind: string): readonly Held[] => {
  const [first] = rest;
  if (first === undefined) return [];
  return [{ target: { kind, name: `${rest.length} more` }, code: first.code, text: `${rest.length} more for the same reason, as of the first: ${first.text}`, details: { names: rest.map(nameOf) } }];
};

const nameOf = ({ target: { kind, namespace, name } }: Held): string => (namespace === undefined ? name : `${kind}/${namespace}/${name}`);
