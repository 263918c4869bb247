export const LABEL_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
export type LabelOperator = (typeof LABEL_OPERATORS)[number];

export type Labels = Readonly<Record<string, string>>;

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** Where a selector is absent it is null, which selects nothing; one without requirements selects everything. */
export interface LabelSelector {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly LabelRequirement[];
}

export const selectorMatches = (selector: LabelSelector | null, labels: Labels): boolean => {
  if (selector === null) return false;
  for (const key of Object.keys(selector.matchLabels)) if (valueOf(labels, key) !== selector.matchLabels[key]) return false;
  return selector.matchExpressions.every((requirement) => labelsMeet(requirement, labels));
};

const labelsMeet = (requirement: LabelRequirement, labels: Labels): boolean => valueMeets(requirement, valueOf(labels, requirement.key));

/** Whether the value of the label, undefined where it is missing, is as required. */
export const valueMeets = ({ operator, values }: Pick<LabelRequirement, 'operator' | 'values'>, value: string | undefined): boolean => {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
};

const valueOf = (labels: Labels, key: string): string | undefined => (Object.hasOwn(labels, key) ? labels[key] : undefined);
