import type { Held } from '@ml/contracts/decision';
import { compareText } from '@ml/units/compare-text';


/** The first ones by themselves, the rest in one entry a kind and code with their names. */
export const boundedHeld = (held: readonly Held[], shownOneByOne: number): readonly Held[] => [...held.slice(0, shownOneByOne), ...groups(held.slice(shownOneByOne))];

const nameOf = ({ target, details }: Held): string =>
  [...(target.namespace === undefined ? [] : [target.namespace]), target.name, ...['container', 'resource'].flatMap((key) => (typeof details?.[key] === 'string' ? [details[key]] : []))].join('/');

const groups = (held: readonly Held[]): readonly Held[] => {
  const found = new Map<string, Held[]>();
  for (const one of held) {
    const key = `${one.target.kind} ${one.code}`;
    const group = found.get(key);
    if (group === undefined) found.set(key, [one]);
    else group.push(one);
  }
  return [...found]
    .sort(([one], [other]) => compareText(one, other))
    .flatMap(([, group]) => {
      const [first] = group;
      return first === undefined
        ? []
        : [
            {
              target: { kind: `${first.target.kind}s`, name: `${group.length} more` },
              code: first.code,
              text: `${group.length} more stay for this reason; of the first: ${first.text}`,
              details: { count: group.length, names: group.map(nameOf) },
            },
          ];
    });
};
