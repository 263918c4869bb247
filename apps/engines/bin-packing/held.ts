import type { Held, Reason } from '@ml/contracts/decision';
import { compareText } from '@ml/units/compare-text';

export interface HeldNode {
  readonly name: string;
  readonly reason: Reason;
  /** Numbers behind the reason; asked for only where the node is shown by itself. */
  readonly details: () => object | null;
}

/** Every node that stays, with its reason: the first ones by themselves, the rest in one entry a code with their names. */
export const heldNodes = (nodes: readonly HeldNode[], shownOneByOne: number): readonly Held[] => {
  const sorted = [...nodes].sort((one, other) => compareText(one.name, other.name));
  return [...sorted.slice(0, shownOneByOne).map(entryOf), ...groups(sorted.slice(shownOneByOne))];
};

const entryOf = ({ name, reason: { code, text }, details }: HeldNode): Held => {
  const more = details();
  return { target: { kind: 'Node', name }, code, text, ...(more !== null && { details: { ...more } }) };
};

const groups = (nodes: readonly HeldNode[]): readonly Held[] => {
  const byCode = new Map<string, HeldNode[]>();
  for (const node of nodes) {
    const group = byCode.get(node.reason.code) ?? [];
    group.push(node);
    byCode.set(node.reason.code, group);
  }
  return [...byCode]
    .sort(([one], [other]) => compareText(one, other))
    .map(([code, group]) => ({
      target: { kind: 'Nodes', name: `${group.length} nodes` },
      code,
      text: `${group.length} more nodes stay for this reason; of the first: ${group[0]?.reason.text ?? ''}`,
      details: { count: group.length, nodes: group.map(({ name }) => name) },
    }));
};
