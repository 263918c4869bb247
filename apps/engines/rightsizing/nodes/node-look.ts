import type { Reason } from '@ml/contracts/decision';
import type { TypeFacts } from '@ml/contracts/pricing';
import type { PriceList } from '@ml/engine-kernel/price-list';
import type { NodeState } from '@ml/state/kubernetes/node';
import { optedOut } from '@ml/state/opt-out';
import type { UsdPerHour } from '@ml/units/brand';
import type { SizedPod } from '../sized-pod';
import type { Situation } from '../situation';

/** Why a node stays as it is, whatever it uses; null when its usage decides. */
export const reasonToLeave = (node: NodeState, pods: readonly SizedPod[], situation: Situation): Reason | null => ofOthers(node, situation) ?? ofPods(node, pods, situation);

const ofOthers = (node: NodeState, { excluded }: Situation): Reason | null => {
  if (excluded.has(node.name) || excluded.has(node.providerId ?? node.name)) return { code: 'EXCLUDED', text: `node ${node.name} is excluded by the request` };
  if (node.optOut !== null) return { code: 'OPTED_OUT', text: `node ${node.name} carries ${node.optOut}` };
  if (node.controlPlane) return { code: 'CONTROL_PLANE', text: `node ${node.name} runs the cluster itself` };
  if (node.deleting) return { code: 'DELETING', text: `node ${node.name} is being deleted already` };
  if (node.ready === false) return { code: 'NOT_READY', text: `node ${node.name} is not ready, so its usage is not that of its work` };
  return node.cordoned ? { code: 'CORDONED', text: `node ${node.name} is cordoned: somebody is at work on it` } : null;
};

const ofPods = (node: NodeState, pods: readonly SizedPod[], { excluded, input }: Situation): Reason | null => {
  for (const pod of pods) {
    const called = `${pod.namespace}/${pod.name}`;
    if (optedOut(pod.optOut, input.now)) return { code: 'OPTED_OUT', text: `node ${node.name} runs pod ${called}, which carries ${pod.optOut?.key ?? 'an opt-out'}` };
    if (pod.bare) return { code: 'BARE_POD', text: `node ${node.name} runs pod ${called}, which has no controller that would start it anew` };
    if (pod.blockedBy !== null) return { code: 'PDB_BLOCKS', text: `node ${node.name} runs pod ${called}, and disruption budget ${pod.blockedBy} lets no pod go` };
    if (excluded.has(called) || excluded.has(pod.name)) return { code: 'EXCLUDED', text: `node ${node.name} runs pod ${called}, which is excluded by the request` };
  }
  return null;
};

/** What a node is, by the catalogue. */
export interface Machine {
  readonly type: TypeFacts;
  readonly price: UsdPerHour;
  readonly cores: number;
  readonly bytes: number;
}

const MILLICORES_PER_CORE = 1_000;

/** A share of use is one of what the node itself says that it has. */
export const machineOf = (node: NodeState, prices: PriceList): Machine | Reason => {
  const type = prices.type(node.instanceType);
  if (type === undefined) return { code: 'TYPE_UNKNOWN', text: `the catalogue does not know the type of node ${node.name} (${node.instanceType ?? 'none is said'})` };
  const cores = node.capacity.cpu === null ? type.vcpu : node.capacity.cpu / MILLICORES_PER_CORE;
  const bytes = node.capacity.memory ?? type.memory_bytes;
  if (cores <= 0 || bytes <= 0) return { code: 'NO_CAPACITY', text: `node ${node.name} says that it has no CPU or no memory` };
  const price = prices.priceOf(node);
  if (price === undefined) return { code: 'PRICE_UNKNOWN', text: `nobody knows what node ${node.name} costs (${type.instance_type}${node.capacityType === 'spot' ? ' on spot' : ''})` };
  return { type, price, cores, bytes };
};
