export interface Taint {
  readonly key: string;
  readonly value: string | null;
  readonly effect: string;
}

export interface Toleration {
  /** null with the operator Exists tolerates every key. */
  readonly key: string | null;
  readonly operator: string;
  readonly value: string | null;
  /** null tolerates every effect. */
  readonly effect: string | null;
  /** null is forever. */
  readonly tolerationSeconds: number | null;
}

/** Whether a pod may be placed on a node: `PreferNoSchedule` keeps nobody away. */
export const tolerates = (taints: readonly Taint[], tolerations: readonly Toleration[]): boolean =>
  taints.every((taint) => taint.effect === 'PreferNoSchedule' || tolerations.some((toleration) => toleratesTaint(toleration, taint)));

const toleratesTaint = (toleration: Toleration, taint: Taint): boolean => {
  if (given(toleration.effect) && toleration.effect !== taint.effect) return false;
  if (given(toleration.key) && toleration.key !== taint.key) return false;
  if (toleration.operator === 'Exists') return true;
  // Without a key only Exists is valid; an operator that nobody knows yet tolerates nothing, so that no pod is moved on a guess.
  return given(toleration.key) && toleration.operator === 'Equal' && (toleration.value ?? '') === (taint.value ?? '');
};

const given = (text: string | null): boolean => text !== null && text !== '';
