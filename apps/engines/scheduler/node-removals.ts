import type { Held, Reason } from '@ml/contracts/decision';
import { downShare } from '@ml/engine-kernel/calendar/down-share';
import { optedOut } from '@ml/state/opt-out';
import type { EpochMs } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import type { Bill, BilledNode } from './bill';
import { goesWhole, type Change } from './changes';
import type { Environment } from './environment';
import { keyOf } from './unit';

/** A node that has nothing left to do. */
export interface Removal {
  readonly billed: BilledNode;
  readonly price: number;
  readonly environment: Environment;
  /** Those whose pods are on it. */
  readonly changes: readonly Change[];
  /** 0 to 1: how much of the time it is not needed. */
  readonly downShare: number;
}

export interface NodePlan {
  readonly removals: readonly Removal[];
  /** Names of nodes that stay although pods of theirs go: nothing is saved there. */
  readonly kept: ReadonlySet<string>;
  readonly held: readonly Held[];
}

export interface NodeRules {
  readonly bill: Bill;
  readonly keptNodes: (environment: Environment) => number;
  readonly excluded: ReadonlySet<string>;
  readonly now: EpochMs;
}

export interface NodeInput extends NodeRules {
  readonly changes: readonly Change[];
}

interface Idle {
  readonly billed: BilledNode;
  readonly changes: readonly Change[];
  readonly environment: Environment;
}

/** Nodes on which every pod belongs to workloads of one environment that go whole, beyond those that the environment keeps. */
export const nodePlan = (input: NodeInput): NodePlan => {
  const byUnit = new Map(input.changes.map((change) => [change.candidate.unit.key, change]));
  const idle: Idle[] = [];
  const kept = new Set<string>();
  const busy = new Map<Environment, number>();
  for (const billed of input.bill.nodes.values()) {
    if (handsOff(billed, input) !== null) kept.add(billed.node.name);
    const owners = ownersOf(billed, byUnit);
    const [first] = owners;
    if (first === undefined || first === null) {
      countBusy(owners, busy);
      continue;
    }
    const { environment } = first.candidate;
    const changes = owners.filter((change) => change !== null);
    if (owners.every((change) => change !== null && goesWhole(change) && change.candidate.environment === environment)) idle.push({ billed, changes: [...new Set(changes)], environment });
    else countBusy(owners, busy);
  }
  return chosen(idle, busy, { ...input, kept });
};

const ownersOf = ({ pods }: BilledNode, byUnit: ReadonlyMap<string, Change>): readonly (Change | null)[] =>
  pods.map(({ workload, namespace }) => (workload === null ? null : (byUnit.get(keyOf(workload.kind, namespace, workload.name)) ?? null)));

const countBusy = (owners: readonly (Change | null)[], busy: Map<Environment, number>): void => {
  const environments = new Set(owners.flatMap((change) => (change === null ? [] : [change.candidate.environment])));
  for (const environment of environments) busy.set(environment, (busy.get(environment) ?? 0) + 1);
};

const chosen = (idle: readonly Idle[], busy: ReadonlyMap<Environment, number>, input: NodeInput & { readonly kept: ReadonlySet<string> }): NodePlan => {
  const removals: Removal[] = [];
  const held: Held[] = [];
  const kept = new Set(input.kept);
  const keep = (name: string, reason: Reason): void => {
    kept.add(name);
    held.push({ target: { kind: 'Node', name }, ...reason });
  };
  for (const environment of new Set(idle.map((one) => one.environment))) {
    const own = idle.filter((one) => one.environment === environment);
    const refused = own.map((one) => ({ one, reason: refusalOf(one.billed, input) }));
    for (const { one, reason } of refused) if (reason !== null) keep(one.billed.node.name, reason);
    // The cheapest stay.
    const free = refused.filter(({ reason }) => reason === null).map(({ one }) => one).sort((one, other) => priceOf(one) - priceOf(other) || compareText(one.billed.node.name, other.billed.node.name));
    const staying = (busy.get(environment) ?? 0) + own.length - free.length;
    const wanted = Math.max(0, input.keptNodes(environment) - staying);
    for (const { billed } of free.slice(0, wanted)) keep(billed.node.name, { code: 'MINIMUM_NODES', text: `it is among the nodes that ${environment.name} keeps: ${input.keptNodes(environment)}` });
    removals.push(...free.slice(wanted).map((one) => ({ ...one, price: priceOf(one), downShare: downShare(timelinesOf(one)) })));
  }
  return { removals: removals.sort((one, other) => compareText(one.billed.node.name, other.billed.node.name)), kept, held };
};

const priceOf = ({ billed }: Idle): number => billed.price ?? 0;

const timelinesOf = ({ changes }: Idle): Parameters<typeof downShare>[0] => [...new Set(changes.map(({ candidate }) => candidate.timing.timeline))];

const refusalOf = (billed: BilledNode, input: NodeInput): Reason | null => handsOff(billed, input) ?? (billed.price === undefined ? { code: 'PRICE_UNKNOWN', text: `nobody knows what a ${billed.node.instanceType ?? 'node of an unknown type'} costs here, so nobody knows what its end would save` } : null);

const handsOff = ({ node, pods }: BilledNode, { excluded, now }: NodeInput): Reason | null => {
  if (excluded.has(node.name)) return { code: 'EXCLUDED', text: 'constraints.excluded names it' };
  if (node.optOut !== null) return { code: 'OPTED_OUT', text: `${node.optOut} says hands off` };
  if (node.controlPlane) return { code: 'CONTROL_PLANE', text: 'it runs the cluster itself' };
  const pod = pods.find(({ optOut }) => optedOut(optOut, now));
  return pod === undefined ? null : { code: 'OPTED_OUT', text: `pod ${pod.namespace}/${pod.name} says hands off` };
};
