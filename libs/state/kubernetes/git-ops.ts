import type { Labels } from './label-selector';

/** Who writes the object back from a repository: a change made beside it does not last. */
export type GitOps = 'argocd' | 'flux';

const MARKS: readonly (readonly [string, GitOps])[] = [
  ['argocd.argoproj.io/tracking-id', 'argocd'],
  ['argocd.argoproj.io/instance', 'argocd'],
  ['kustomize.toolkit.fluxcd.io/name', 'flux'],
  ['helm.toolkit.fluxcd.io/name', 'flux'],
];

export const GIT_OPS_KEYS: readonly string[] = MARKS.map(([key]) => key);

export const gitOpsOf = (labels: Labels, annotations: Labels): GitOps | null =>
  MARKS.find(([key]) => annotations[key] !== undefined || labels[key] !== undefined)?.[1] ?? null;
