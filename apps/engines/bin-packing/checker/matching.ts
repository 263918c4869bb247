import type { LabelSelector, Labels } from '@ml/state/kubernetes/label-selector';
import type { NodeRequirement, NodeSelectorTerm } from '@ml/state/kubernetes/node-affinity';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { Taint, Toleration } from '@ml/state/kubernetes/taint';
import type { World } from './world';

const labelIn = (labels: Labels, key: string): string | undefined => Object.entries(labels).find(([name]) => name === key)?.[1];

/** Kubernetes API reference, LabelSelector: all must hold; none given selects everything, no selector nothing. */
export const selects = (selector: LabelSelector | null, labels: Labels): boolean => {
  if (selector === null) return false;
  const equal = Object.entries(selector.matchLabels).every(([key, value]) => labelIn(labels, key) === value);
  return equal && selector.matchExpressions.every((requirement) => compares({ ...requirement, value: labelIn(labels, requirement.key) }));
};

interface Compared {
  readonly operator: string;
  readonly values: readonly string[];
  readonly value: string | undefined;
}

const compares = ({ operator, values, value }: Compared): boolean => {
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  const listed = value !== undefined && values.some((each) => each === value);
  if (operator === 'In') return listed;
  if (operator === 'NotIn') return !listed;
  const [left, right] = [integer(value), integer(values[0])];
  if (left === undefined || right === undefined) return false;
  return operator === 'Gt' ? left > right : operator === 'Lt' && left < right;
};

const integer = (text: string | undefined): number | undefined => {
  const number = Number.parseInt(text ?? '', 10);
  return text !== undefined && /^[-+]?[0-9]+$/.test(text) && Number.isSafeInteger(number) ? number : undefined;
};

/** NodeSelectorTerm: its requirements are ANDed; one without any matches nothing. */
export const termHolds = (term: NodeSelectorTerm, node: LabelledNodeState, world: World): boolean => {
  const label = ({ operator, values, key }: NodeRequirement): boolean => compares({ operator, values, value: world.labelOf(node, key) });
  const field = ({ operator, values, key }: NodeRequirement): boolean => compares({ operator, values, value: key === 'metadata.name' ? node.name : undefined });
  if (term.matchExpressions.length === 0 && term.matchFields.length === 0) return false;
  return term.matchExpressions.every(label) && term.matchFields.every(field);
};

/** Taints that keep the pod away: NoSchedule and NoExecute that none of its tolerations covers. */
export const untolerated = (taints: readonly Taint[], tolerations: readonly Toleration[]): readonly Taint[] =>
  taints.filter((taint) => taint.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => covers(toleration, taint)));

const covers = (toleration: Toleration, taint: Taint): boolean => {
  const key = toleration.key ?? '';
  const effect = toleration.effect ?? '';
  if (effect !== '' && effect !== taint.effect) return false;
  if (toleration.operator === 'Exists') return key === '' || key === taint.key;
  return toleration.operator === 'Equal' && key !== '' && key === taint.key && sameValue(toleration, taint);
};

const sameValue = (toleration: Toleration, taint: Taint): boolean => (toleration.value ?? '') === (taint.value ?? '');
