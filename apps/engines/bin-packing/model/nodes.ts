import type { Labels } from '@ml/state/kubernetes/label-selector';
import { nodeMatches, nodeTermMatches, type NamedAndLabelled, type NodeSelectorTerm } from '@ml/state/kubernetes/node-affinity';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import { tolerates } from '@ml/state/kubernetes/taint';
import type { Shape } from './shapes';

export const HOSTNAME = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';
export const REGION = 'topology.kubernetes.io/region';
/** What the EBS driver calls the zone. */
const DISK_ZONE = 'topology.ebs.csi.aws.com/zone';

/** What kubelet and the cloud write on every node; a caller who sends a part of the object may have left it out. */
export const labelsOf = (node: LabelledNodeState): Labels => ({
  [HOSTNAME]: node.name,
  ...(node.zone !== null && { [ZONE]: node.zone, [DISK_ZONE]: node.zone }),
  ...(node.region !== null && { [REGION]: node.region }),
  ...node.labels,
});

/** A place in which pods may be put: a node, or one that is to be launched. */
export interface Host extends NamedAndLabelled {
  readonly state: LabelledNodeState;
  /** Labels of which nobody knows yet whether it will have them, and with which value. */
  readonly unsure: ReadonlySet<string>;
}

const SURE: ReadonlySet<string> = new Set();

export const hostOf = (state: LabelledNodeState): Host => ({ name: state.name, labels: labelsOf(state), state, unsure: SURE });

/** A node that is to be launched may get any label that some node bears. */
export const hostToBe = (state: LabelledNodeState, borne: ReadonlySet<string>): Host => {
  const host = hostOf(state);
  return { ...host, unsure: new Set([...borne].filter((key) => !Object.hasOwn(host.labels, key))) };
};

/** Nodes that no pod can tell apart by labels or taints share a class. */
export interface Classes {
  /** By node. */
  readonly classOf: readonly number[];
  /** Enters a host behind the others. */
  readonly add: (host: Host) => void;
  /** Whether labels, taints and the places of its volumes let pods of the shape run on the node. */
  readonly admits: (shape: Shape, node: number) => boolean;
}

export const classesOf = (hosts: Host[], shapes: readonly Shape[]): Classes => {
  const keys = askedKeys(shapes);
  const classes = new Map<string, number>();
  const classOf: number[] = [];
  const enter = ({ labels, state }: Host): void => {
    const text = JSON.stringify([keys.map((key) => labels[key] ?? null), state.taints]);
    const found = classes.get(text) ?? classes.size;
    classes.set(text, found);
    classOf.push(found);
  };
  hosts.forEach(enter);
  const byName = shapes.map(asksForName);
  // By shape and class: 0 not asked yet, 1 no, 2 yes.
  const answers = shapes.map((): number[] => []);
  const admits = (shape: Shape, node: number): boolean => {
    const host = hosts[node];
    const known = answers[shape.index];
    if (host === undefined || known === undefined) return false;
    if (byName[shape.index] === true || host.unsure.size > 0) return mayRun(shape, host);
    const group = classOf[node] ?? 0;
    const answer = known[group] ?? (mayRun(shape, host) ? YES : NO);
    known[group] = answer;
    return answer === YES;
  };
  return {
    classOf,
    admits,
    add: (host) => {
      hosts.push(host);
      enter(host);
    },
  };
};

const NO = 1;
const YES = 2;

const mayRun = (shape: Shape, host: Host): boolean => tolerates(host.state.taints, shape.sample.tolerations) && standsRight(shape, host);

interface Standing {
  readonly sample: Shape['sample'];
  readonly disks: Pick<Shape['disks'], 'places'>;
}

/** Labels alone, as topology spread with the policy Honor looks at them. */
export const standsRight = (standing: Standing, host: Host): boolean =>
  nodeMatches(standing.sample, host) && standing.disks.places.every((terms) => terms.some((term) => nodeTermMatches(term, host))) && !restsOnAbsence(standing, host);

/** That a label is missing, or has another value, can be said of no label that the node may still get. */
const restsOnAbsence = (standing: Standing, { unsure }: Host): boolean =>
  unsure.size > 0 && termsOf(standing).some(({ matchExpressions }) => matchExpressions.some(({ key, operator }) => unsure.has(key) && (operator === 'NotIn' || operator === 'DoesNotExist')));

const termsOf = ({ sample, disks }: Standing): readonly NodeSelectorTerm[] => [...(sample.nodeAffinity?.required ?? []), ...disks.places.flat()];

/** The name of a node is its own: a class would hold one node. */
const asksForName = (shape: Shape): boolean =>
  Object.hasOwn(shape.sample.nodeSelector, HOSTNAME) || termsOf(shape).some((term) => term.matchFields.length > 0 || term.matchExpressions.some(({ key }) => key === HOSTNAME));

const askedKeys = (shapes: readonly Shape[]): readonly string[] => {
  const keys = new Set<string>();
  for (const shape of shapes) {
    for (const key of Object.keys(shape.sample.nodeSelector)) keys.add(key);
    for (const term of termsOf(shape)) for (const { key } of term.matchExpressions) keys.add(key);
  }
  keys.delete(HOSTNAME);
  return [...keys].sort();
};
