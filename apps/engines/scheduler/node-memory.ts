import type { Memory } from '@ml/contracts/decision';
import { recalled, remembered } from '@ml/engine-kernel/memory';
import { array, object, optional, required } from '@ml/state/shapes';
import { choice, name, time } from '@ml/state/values';
import type { Reads } from '@ml/state/read';
import type { CapacityType } from '@ml/state/kubernetes/capacity-type';
import { compareText } from '@ml/units/compare-text';
import { DAY_MS, MINUTE_MS } from '@ml/units/time';
import type { Keeping } from './recall';
import type { Removal } from './node-removals';

const readNode = object({
  name: required(name),
  instance_type: optional(name),
  availability_zone: optional(name),
  capacity_type: optional(choice<readonly CapacityType[]>(['spot', 'on-demand'])),
  node_pool: optional(name),
});

/** A node that was let go. */
export type GoneNode = Reads<typeof readNode>;

const KIND = 'nodes';
const read = object({ since: required(time), launched: optional(time), nodes: required(array(readNode)) });

export type GoneNodes = Reads<typeof read>;

/** Ours: an environment of more nodes than that has node pools which bring them back. */
const MOST = 1_000;

/** By name of the environment. */
export const goneNodesOf = (memory: readonly Memory[]): ReadonlyMap<string, GoneNodes> => recalled(memory, KIND, read);

/** Those let go now, and those let go before in the same downtime. */
export const rememberNodes = (environment: string, removals: readonly Removal[], { earlier, now, days }: Keeping & { readonly earlier: GoneNodes | null }): Memory => {
  const gone = removals.map(({ billed: { node } }): GoneNode => ({ name: node.name, instance_type: node.instanceType, availability_zone: node.zone, capacity_type: node.capacityType, node_pool: node.nodePool }));
  const nodes = [...new Map([...(earlier?.nodes ?? []), ...gone].map((node) => [node.name, node])).values()].sort((one, other) => compareText(one.name, other.name)).slice(0, MOST);
  return remembered({ kind: KIND, name: environment, value: { since: new Date(earlier?.since ?? now).toISOString(), nodes }, forgetAt: now + days * DAY_MS });
};

/** From then on new nodes of their kinds may be those that were asked for. */
export const rememberLaunch = (environment: string, { since, nodes }: GoneNodes, { now, days }: Keeping): Memory =>
  remembered({ kind: KIND, name: environment, value: { since: new Date(since).toISOString(), launched: new Date(now).toISOString(), nodes }, forgetAt: now + days * DAY_MS });

export const forgetNodes = (environment: string, now: number): Memory => remembered({ kind: KIND, name: environment, value: null, forgetAt: now + MINUTE_MS });
