import { valueMeets, type Labels } from './label-selector';

export const NODE_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;
export type NodeOperator = (typeof NODE_OPERATORS)[number];

export interface NodeRequirement {
  readonly key: string;
  readonly operator: NodeOperator;
  readonly values: readonly string[];
}

export interface NodeSelectorTerm {
  readonly matchExpressions: readonly NodeRequirement[];
  /** Kubernetes knows one field, `metadata.name`. */
  readonly matchFields: readonly NodeRequirement[];
}

export interface PreferredNodeTerm {
  /** 1 to 100. */
  readonly weight: number;
  readonly term: NodeSelectorTerm;
}

export interface NodeAffinity {
  /** One of them must match; null asks for nothing, an empty list matches no node. */
  readonly required: readonly NodeSelectorTerm[] | null;
  readonly preferred: readonly PreferredNodeTerm[];
}

export interface NamedAndLabelled {
  readonly name: string;
  readonly labels: Labels;
}

export interface WantsNode {
  readonly nodeSelector: Labels;
  readonly nodeAffinity: NodeAffinity | null;
}

/** Whether the labels and the name of a node are those that a pod asks for; taints are another question. */
export const nodeMatches = (pod: WantsNode, node: NamedAndLabelled): boolean => {
  for (const key of Object.keys(pod.nodeSelector)) if (valueOf(node.labels, key) !== pod.nodeSelector[key]) return false;
  const required = pod.nodeAffinity?.required ?? null;
  return required === null || required.some((term) => nodeTermMatches(term, node));
};

/** A term without requirements matches no node, other than an empty label selector. */
export const nodeTermMatches = ({ matchExpressions, matchFields }: NodeSelectorTerm, node: NamedAndLabelled): boolean =>
  matchExpressions.length + matchFields.length > 0 &&
  matchExpressions.every((requirement) => meets(requirement, valueOf(node.labels, requirement.key))) &&
  matchFields.every((requirement) => meets(requirement, requirement.key === 'metadata.name' ? node.name : undefined));

const meets = ({ operator, values }: NodeRequirement, value: string | undefined): boolean => {
  switch (operator) {
    case 'Gt':
      return wholeOf(value) > wholeOf(values[0]);
    case 'Lt':
      return wholeOf(value) < wholeOf(values[0]);
    default:
      return valueMeets({ operator, values }, value);
  }
};

/** NaN compares with nothing. */
const wholeOf = (text: string | undefined): number => (text !== undefined && /^[+-]?\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

const valueOf = (labels: Labels, key: string): string | undefined => (Object.hasOwn(labels, key) ? labels[key] : undefined);
