import type { Reason } from '@ml/contracts/decision';
import type { NamespaceState } from '@ml/state/kubernetes/namespace';
import type { Environment } from './environment';
import type { Unit } from './unit';

/** What the cluster itself needs. Only `kube-` cannot be selected by naming it. */
const SYSTEM: readonly string[] = ['amazon-cloudwatch', 'argocd', 'calico-system', 'cert-manager', 'flux-system', 'gatekeeper-system', 'istio-system', 'karpenter', 'keda', 'tigera-operator'];
const CONTROL_PLANE = 'kube-';

/** Labels by which people say to which environment something belongs. */
const ENVIRONMENT_LABELS = ['environment', 'env', 'stage'] as const;

export type Selected = { readonly environment: Environment } | { readonly reason: Reason } | null;

/** The environment of a unit; null when it belongs to none; a reason when nobody can tell, or nobody may. */
export const selectorFor = (environments: readonly Environment[], namespaces: ReadonlyMap<string, NamespaceState>): ((unit: Unit) => Selected) => {
  const finders = environments.map((environment) => ({ environment, matches: matcherFor(environment), named: new Set(environment.selector.namespaces) }));
  const byLabel = finders.some(({ environment }) => readsLabels(environment));
  return (unit) => {
    const { namespace } = unit.target;
    const labels = byLabel ? { ...namespaces.get(namespace)?.labels, ...unit.labels } : NO_LABELS;
    const found = finders.filter(({ matches }) => matches(namespace, labels));
    const [first, ...others] = found;
    if (first === undefined) return null;
    if (isSystem(namespace, found.some(({ named }) => named.has(namespace)))) return { reason: { code: 'SYSTEM_NAMESPACE', text: `${namespace} belongs to the cluster itself` } };
    const differing = others.find(({ environment }) => environment.signature !== first.environment.signature);
    if (differing === undefined) return { environment: first.environment };
    return { reason: { code: 'CONFLICTING_ENVIRONMENTS', text: `${first.environment.name} and ${differing.environment.name} both select it and say different hours` } };
  };
};

const isSystem = (namespace: string, named: boolean): boolean => namespace.startsWith(CONTROL_PLANE) || (SYSTEM.includes(namespace) && !named);

type Labels = Readonly<Record<string, string>>;
const NO_LABELS: Labels = {};

const readsLabels = ({ selector }: Environment): boolean => selector.namespaces.length === 0 || Object.keys(selector.labels).length > 0;

const matcherFor = ({ name, selector }: Environment): ((namespace: string, labels: Labels) => boolean) => {
  const spaces = new Set(selector.namespaces);
  const wanted = Object.entries(selector.labels);
  if (spaces.size === 0 && wanted.length === 0) return (namespace, labels) => namespace === name || ENVIRONMENT_LABELS.some((key) => labels[key] === name);
  return (namespace, labels) => (spaces.size === 0 || spaces.has(namespace)) && wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
};
