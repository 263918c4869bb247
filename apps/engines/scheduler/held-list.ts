import type { Held } from '@ml/contracts/decision';

/** Workloads of one code that are listed one by one; the rest share an entry. */
const ONE_BY_ONE = 100;

/** Every entry in its order, but no more of one code than can be read; nothing is dropped. */
export const heldList = (entries: readonly Held[]): readonly Held[] => {
  const byCode = new Map<string, Held[]>();
  for (const entry of entries) {
    const group = byCode.get(entry.code);
    if (group === undefined) byCode.set(entry.code, [entry]);
    else group.push(entry);
  }
  return [...byCode.values()].flatMap((group) => (group.length <= ONE_BY_ONE ? group : [...group.slice(0, ONE_BY_ONE), ...restOf(group.slice(ONE_BY_ONE))]));
};

const restOf = (rest: readonly Held[]): readonly Held[] => {
  const [first] = rest;
  if (first === undefined) return [];
  const names = rest.map(({ target }) => (target.namespace === undefined ? target.name : `${target.kind}/${target.namespace}/${target.name}`));
  return [{ target: { kind: 'Workloads', name: `${rest.length} more` }, code: first.code, text: `${rest.length} more for the same reason, as of the first: ${first.text}`, details: { names } }];
};
