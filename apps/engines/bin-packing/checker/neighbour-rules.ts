import type { LabelSelector } from '@ml/state/kubernetes/label-selector';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PodAffinityTerm } from '@ml/state/kubernetes/pod-affinity';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { selects } from './matching';
import { violation, type Violation } from './violation';
import { nameOfPod, type Placement, type World } from './world';

interface Other {
  readonly pod: PodState;
  readonly node: LabelledNodeState;
}

/** Required pod affinity and anti-affinity of the pod, and the anti-affinity of those that stand there already. */
export const neighbourRules = (placement: Placement): readonly Violation[] => {
  const { world, pod, node } = placement;
  const others = world.placedPods().filter((other) => nameOfPod(other.pod) !== nameOfPod(pod));
  const say = (rule: string, what: string): Violation => violation(rule, `pod ${nameOfPod(pod)} on ${node.name}: ${what}`);
  return [
    ...others.filter((other) => avoids(placement, { of: pod, other, met: other.pod })).map((other) => say('ANTI_AFFINITY', `avoids ${nameOfPod(other.pod)}`)),
    ...others.filter((other) => avoids(placement, { of: other.pod, other, met: pod })).map((other) => say('ANTI_AFFINITY_SYMMETRIC', `is avoided by ${nameOfPod(other.pod)}`)),
    ...(affinityHolds(placement) ? [] : [say('POD_AFFINITY', 'what it must stand with does not stand there')]),
  ];
};

interface Meeting {
  /** Whose anti-affinity is asked. */
  readonly of: PodState;
  readonly other: Other;
  /** Whom it would meet. */
  readonly met: PodState;
}

const avoids = ({ world, node }: Placement, { of, other, met }: Meeting): boolean =>
  (of.podAntiAffinity?.required ?? []).some((term) => {
    const here = world.labelOf(node, term.topologyKey);
    return here !== undefined && here === world.labelOf(other.node, term.topologyKey) && matches({ world, term, of, widely: true }, met);
  });

/** As the scheduler has it: a pod counts only if it matches every term; a pod that matches its own terms may be the first of its kind. */
export const affinityHolds = ({ world, pod, node }: Placement): boolean => {
  const terms = pod.podAffinity?.required ?? [];
  if (terms.length === 0) return true;
  if (terms.some((term) => world.labelOf(node, term.topologyKey) === undefined)) return false;
  const wanted = (other: PodState): boolean => terms.every((term) => matches({ world, term, of: pod, widely: false }, other));
  const others = world.placedPods().filter((other) => nameOfPod(other.pod) !== nameOfPod(pod) && wanted(other.pod));
  const near = terms.every((term) => others.some((other) => world.labelOf(other.node, term.topologyKey) === world.labelOf(node, term.topologyKey)));
  // The first of its kind: nothing like it stands on a node that has the keys.
  const none = !others.some((other) => terms.some((term) => world.labelOf(other.node, term.topologyKey) !== undefined));
  return near || (none && wanted(pod));
};

/** Matches its own terms: it may stand alone where it is the first of its kind. */
export const isOwnCompany = (world: World, pod: PodState): boolean => (pod.podAffinity?.required ?? []).every((term) => matches({ world, term, of: pod, widely: false }, pod));

interface Asked {
  readonly world: World;
  readonly term: PodAffinityTerm;
  /** Whose term it is. */
  readonly of: PodState;
  /** A namespace of which nobody knows the labels: whether it counts as meant. */
  readonly widely: boolean;
}

const matches = ({ world, term, of, widely }: Asked, other: PodState): boolean => {
  if (!isMeant({ world, term, of, widely }, other.namespace)) return false;
  if (!selects(term.labelSelector, other.labels)) return false;
  const same = (key: string): boolean => of.labels[key] === undefined || of.labels[key] === other.labels[key];
  const different = (key: string): boolean => of.labels[key] === undefined || of.labels[key] !== other.labels[key];
  return term.matchLabelKeys.every(same) && term.mismatchLabelKeys.every(different);
};

const isMeant = ({ world, term, of, widely }: Asked, namespace: string): boolean => {
  if (term.namespaceSelector === null) return term.namespaces.length === 0 ? namespace === of.namespace : term.namespaces.includes(namespace);
  return term.namespaces.includes(namespace) || namespaceSelected({ world, selector: term.namespaceSelector, widely }, namespace);
};

interface NamespaceAsked {
  readonly world: World;
  readonly selector: LabelSelector;
  readonly widely: boolean;
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

const namespaceSelected = ({ world, selector, widely }: NamespaceAsked, namespace: string): boolean => {
  const known = (world.state.namespaces ?? []).find(({ name }) => name === namespace);
  const keys = [...Object.keys(selector.matchLabels), ...selector.matchExpressions.map(({ key }) => key)];
  if (known === undefined && keys.some((key) => key !== NAME_LABEL)) return widely;
  return selects(selector, { ...known?.labels, [NAME_LABEL]: namespace });
};
