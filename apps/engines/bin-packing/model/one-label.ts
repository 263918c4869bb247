import type { LabelSelector } from '@ml/state/kubernetes/label-selector';

/** A label, as `key=value`, that everything selected carries; null when the selector asks for none by value. By it few candidates are left to match in full. */
export const oneLabel = ({ matchLabels, matchExpressions }: LabelSelector): string | null => {
  // The last one: keys are often written from the general to the particular, and any of them is right.
  const label = Object.entries(matchLabels).at(-1);
  if (label !== undefined) return `${label[0]}=${label[1]}`;
  const exact = matchExpressions.find(({ operator, values }) => operator === 'In' && values.length === 1);
  return exact === undefined ? null : `${exact.key}=${exact.values[0] ?? ''}`;
};
