import type { Reason } from '@ml/contracts/decision';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { UsdPerHour } from '@ml/units/brand';
import { isLeaving } from './leaving-node';
import { CPU, MEMORY, type Amounts } from './model/resources';
import { isVirtual } from './virtual-node';

/** What a node says of itself, before any of its pods is looked at. */
export interface NodeFacts {
  readonly node: LabelledNodeState;
  readonly price: UsdPerHour | undefined;
  readonly offered: Amounts;
  /** Negative where its pods ask for more than it has. */
  readonly free: Amounts;
  /** Its pods are not in the list. */
  readonly unlisted: boolean;
  /** It had just come when the lists were made. */
  readonly young: boolean;
}

/** Takes no new pods, whatever their tolerations. */
export const takesNoPods = ({ node, offered, free, unlisted }: NodeFacts): boolean => isClosed(node) || unlisted || hasNothing(offered) || isOvercommitted(free);

const isClosed = (node: LabelledNodeState): boolean => node.cordoned || node.controlPlane || node.ready === false || isLeaving(node) || isVirtual(node);

const hasNothing = (offered: Amounts): boolean => (offered[CPU] ?? 0) <= 0 || (offered[MEMORY] ?? 0) <= 0;

/** Why a node must stay, whatever runs on it; null when its pods decide. */
export const nodeReason = (facts: NodeFacts, excluded: ReadonlySet<string>): Reason | null => ofOthers(facts, excluded) ?? unknown(facts) ?? unfit(facts);

const ofOthers = ({ node }: NodeFacts, excluded: ReadonlySet<string>): Reason | null => {
  if (excluded.has(node.name) || (node.providerId !== null && excluded.has(node.providerId))) return { code: 'EXCLUDED', text: `node ${node.name} is excluded by the request` };
  if (node.optOut !== null) return { code: 'OPTED_OUT', text: `node ${node.name} carries ${node.optOut}` };
  if (node.controlPlane) return { code: 'CONTROL_PLANE', text: `node ${node.name} runs the cluster itself` };
  if (isVirtual(node)) return { code: 'VIRTUAL_NODE', text: `node ${node.name} is no machine that could be terminated` };
  if (isLeaving(node)) return { code: 'DELETING', text: `node ${node.name} is being deleted already` };
  if (node.ready === false) return { code: 'NOT_READY', text: `node ${node.name} is not ready, so what runs on it is not known` };
  return node.cordoned ? { code: 'CORDONED', text: `node ${node.name} is cordoned: somebody is at work on it` } : null;
};

const unknown = ({ node, unlisted, young }: NodeFacts): Reason | null => {
  if (unlisted) return { code: 'PODS_UNLISTED', text: `node ${node.name} shows no pod of any DaemonSet, while most nodes do: its pods are not in the list` };
  return young ? { code: 'TOO_YOUNG', text: `node ${node.name} has just come: pods may be on their way to it` } : null;
};

const unfit = ({ node, price, offered, free }: NodeFacts): Reason | null => {
  if (node.allocatable.cpu === null || node.allocatable.memory === null) return { code: 'CAPACITY_UNKNOWN', text: `node ${node.name} does not say what it can hold` };
  if (hasNothing(offered)) return { code: 'NO_CAPACITY', text: `node ${node.name} says that it can hold nothing` };
  if (isOvercommitted(free)) return { code: 'OVERCOMMITTED', text: `the pods of node ${node.name} ask for more than it has, so the lists do not belong together` };
  if (price === undefined) return { code: 'PRICE_UNKNOWN', text: `nobody knows what node ${node.name} costs (${node.instanceType ?? 'no instance type'})` };
  return null;
};

const isOvercommitted = (free: Amounts): boolean => (free[CPU] ?? 0) < 0 || (free[MEMORY] ?? 0) < 0;

/** Share of what it offers that pods have asked for: the larger of CPU and memory. */
export const utilisationOf = ({ offered, free }: Pick<NodeFacts, 'offered' | 'free'>): number => Math.max(usedShare(offered, free, CPU), usedShare(offered, free, MEMORY));

const usedShare = (offered: Amounts, free: Amounts, resource: number): number => {
  const all = offered[resource] ?? 0;
  return all > 0 ? 1 - (free[resource] ?? 0) / all : 1;
};
