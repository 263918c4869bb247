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
  const findersFor = finderIndex(environments.map((environment, place) => ({ environment, place, matches: matcherFor(environment), named: new Set(environment.selector.namespaces) })));
  const byLabel = environments.some(readsLabels);
  return (unit) => {
    const { namespace } = unit.target;
    const labels = byLabel ? { ...namespaces.get(namespace)?.labels, ...unit.labels } : NO_LABELS;
    const found = findersFor(namespace, labels).filter(({ matches }) => matches(namespace, labels));
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

interface Finder {
  readonly environment: Environment;
  /** In the order of environments. */
  readonly place: number;
  readonly named: ReadonlySet<string>;
  readonly matches: (namespace: string, labels: Labels) => boolean;
}

/** Those that may select: with hundreds of environments, asking each about every workload takes longer than all the rest. */
const finderIndex = (finders: readonly Finder[]): ((namespace: string, labels: Labels) => readonly Finder[]) => {
  const byCue = new Map<string, Finder[]>();
  for (const finder of finders) {
    for (const cue of new Set(cuesOf(finder.environment))) {
      const group = byCue.get(cue) ?? [];
      group.push(finder);
      byCue.set(cue, group);
    }
  }
  const keys = [...new Set([...ENVIRONMENT_LABELS, ...finders.flatMap(({ environment }) => Object.keys(environment.selector.labels).slice(0, 1))])];
  return (namespace, labels) => {
    const found = new Set(byCue.get(namespaceCue(namespace)));
    for (const key of keys) if (Object.hasOwn(labels, key)) for (const finder of byCue.get(labelCue(key, labels[key])) ?? []) found.add(finder);
    return found.size < 2 ? [...found] : [...found].sort((one, other) => one.place - other.place);
  };
};

const namespaceCue = (namespace: string): string => `in ${namespace}`;
const labelCue = (key: string, value: string | undefined): string => `as ${key}=${value ?? ''}`;

/** Whatever it selects has one of these. */
const cuesOf = ({ name, selector: { namespaces, labels } }: Environment): readonly string[] => {
  if (namespaces.length > 0) return namespaces.map(namespaceCue);
  const [first] = Object.entries(labels);
  return first === undefined ? [namespaceCue(name), ...ENVIRONMENT_LABELS.map((key) => labelCue(key, name))] : [labelCue(...first)];
};

const readsLabels = ({ selector }: Environment): boolean => selector.namespaces.length === 0 || Object.keys(selector.labels).length > 0;

const matcherFor = ({ name, selector }: Environment): ((namespace: string, labels: Labels) => boolean) => {
  const spaces = new Set(selector.namespaces);
  const wanted = Object.entries(selector.labels);
  if (spaces.size === 0 && wanted.length === 0) return (namespace, labels) => namespace === name || ENVIRONMENT_LABELS.some((key) => labels[key] === name);
  return (namespace, labels) => (spaces.size === 0 || spaces.has(namespace)) && wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
};
