import type { Held, Reason } from '@ml/contracts/decision';
import type { NodeForecast } from '@ml/engine-kernel/forecast';
import type { PriceList } from '@ml/engine-kernel/price-list';
import type { NodeState } from '@ml/state/kubernetes/node';
import type { NodeUsage } from '@ml/state/observed/usage';
import { GIB } from '@ml/units/size';
import { Samples } from '../estimate/digest';
import { lessSure, merged, type Merged } from '../merge';
import type { SizedPod } from '../sized-pod';
import type { Situation } from '../situation';
import type { RaisedRequests } from '../workloads/raised-requests';
import { choose } from './choose';
import type { NodeNeed } from './fit-rules';
import { lookupTable, type LookupTable, type Offer } from './lookup-table';
import { expectedLoad, loadOf, type WatchedLoad } from './node-load';
import { machineOf, reasonToLeave, type Machine } from './node-look';
import { sizeFor, type Load, type NodeSize } from './node-size';

/** One node that should be of another type. */
export interface NodeChange {
  readonly node: NodeState;
  readonly machine: Machine;
  readonly offer: Offer;
  readonly load: Load;
  readonly size: NodeSize;
  readonly days: number;
  readonly merge: Merged;
  readonly reviewReason: string | null;
}

export interface NodeChanges {
  readonly changes: readonly NodeChange[];
  readonly held: readonly Held[];
}

interface Looking {
  readonly situation: Situation;
  readonly prices: PriceList;
  readonly table: LookupTable;
  readonly podsOn: ReadonlyMap<string, readonly SizedPod[]> | null;
  readonly raised: RaisedRequests;
  readonly samples: Samples;
}

/** `raised`: what the same answer makes pods ask for beyond today. */
export const nodeChanges = (situation: Situation, raised: RaisedRequests): NodeChanges => {
  const { prices, state, usage } = situation;
  const strangers = strangersIn(situation);
  const nodes = state.nodes ?? [];
  if (prices === undefined) return { changes: [], held: nodes.length === 0 ? strangers : [noPrices(situation), ...strangers] };
  const usedBy = new Map(usage.nodes.map((used) => [used.name, used]));
  const forecasts = new Map((situation.forecast?.nodes ?? []).map((forecast) => [forecast.name, forecast]));
  const looking: Looking = { situation, prices, table: lookupTable(prices), podsOn: podsByNode(state.pods), raised, samples: new Samples() };
  const changes: NodeChange[] = [];
  const held: Held[] = [];
  for (const node of nodes) {
    const found = judged({ node, used: usedBy.get(node.name), forecast: forecasts.get(node.name) }, looking);
    if ('code' in found) held.push({ target: target(node.name), ...found });
    else changes.push(found);
  }
  return { changes, held: [...held, ...strangers] };
};

const noPrices = ({ region }: Situation): Held => ({
  target: { kind: 'Region', name: region ?? 'unknown' },
  code: 'NO_PRICE_DATA',
  text: `there are no prices and no catalogue for ${region ?? 'a region that nobody names'}, so no type of node can be compared with another`,
});

const strangersIn = ({ state, usage }: Situation): readonly Held[] => {
  if (state.nodes === null) return [];
  const known = new Set(state.nodes.map(({ name }) => name));
  return usage.nodes.filter(({ name }) => !known.has(name)).map(({ name }) => ({ target: target(name), code: 'UNKNOWN_NODE', text: `usage of node ${name} was sent, the node was not` }));
};

interface Given {
  readonly node: NodeState;
  readonly used: NodeUsage | undefined;
  readonly forecast: NodeForecast | undefined;
}

const judged = ({ node, used, forecast }: Given, looking: Looking): NodeChange | Reason => {
  const { situation, prices, podsOn } = looking;
  const reason = reasonToLeave(node, podsOn?.get(node.name) ?? [], situation);
  if (reason !== null) return reason;
  const machine = machineOf(node, prices);
  if ('code' in machine) return machine;
  const seen = loadOf(used, machine, looking);
  return 'code' in seen ? seen : changeOf({ node, machine, seen, expected: expectedLoad(forecast, seen.load) }, looking);
};

const target = (name: string): Held['target'] => ({ kind: 'Node', name });

const podsByNode = (pods: readonly SizedPod[] | null): Looking['podsOn'] => {
  if (pods === null) return null;
  const found = new Map<string, SizedPod[]>();
  for (const pod of pods) {
    if (pod.nodeName === null) continue;
    const on = found.get(pod.nodeName);
    if (on === undefined) found.set(pod.nodeName, [pod]);
    else on.push(pod);
  }
  return found;
};

interface Seen {
  readonly node: NodeState;
  readonly machine: Machine;
  readonly seen: WatchedLoad;
  readonly expected: Load | undefined;
}

const changeOf = ({ node, machine, seen, expected }: Seen, looking: Looking): NodeChange | Reason => {
  const { config } = looking.situation;
  const { load, days } = seen;
  const own = sizeFor(machine.type, load, config);
  const { size, merge } = mergedSize(machine, { own, model: expected === undefined ? undefined : sizeFor(machine.type, expected, config) }, looking.situation);
  if (size.direction === 'keep') return kept(load, merge);
  const offered = (wanted: NodeSize): NodeChange | Reason => {
    const need = needOf(node, { machine, size: wanted }, looking);
    const offer = choose(need, machine.price, looking.table);
    return 'code' in offer ? offer : { node, machine, offer, load, size: wanted, days, merge, reviewReason: reviewOf(merge, need) };
  };
  const found = offered(size);
  // A model that expects more than any machine has must not keep a node from what it needs by the rule.
  return 'code' in found && own.direction === 'upsize' ? offered(own) : found;
};

const kept = ({ cpu, memory }: Load, { agreement }: Merged): Reason => {
  const used = `${percent(cpu)}% of its CPU and ${percent(memory)}% of its memory are used`;
  return agreement === 'model_larger' || agreement === 'diverges' ? { code: 'MODEL_EXPECTS_MORE', text: `${used}, but the model expects more` } : { code: 'RIGHT_SIZED', text: used };
};

const percent = (share: number): number => Math.round(share * 100);

const needOf = (node: NodeState, { machine, size }: { readonly machine: Machine; readonly size: NodeSize }, { situation, podsOn, raised }: Looking): NodeNeed => {
  const pods = podsOn === null ? null : (podsOn.get(node.name) ?? []);
  const sum = (resource: 'cpu' | 'memory'): number => (pods ?? []).reduce((total, pod) => total + pod[resource] + (raised.get(pod)?.[resource] ?? 0), 0);
  return {
    current: machine.type,
    size,
    architecture: ARCHITECTURES.get(node.architecture) ?? machine.type.architectures.find((own) => own !== 'i386') ?? 'x86_64',
    spot: node.capacityType === 'spot',
    zone: node.zone,
    pods: pods === null ? null : { count: pods.length, millicores: sum('cpu'), bytes: sum('memory') },
    constraints: situation.constraints,
    workloadType: situation.requirements.workload_type,
  };
};

/** As Kubernetes and as EC2 call them. */
const ARCHITECTURES: ReadonlyMap<string | null, string> = new Map([
  ['amd64', 'x86_64'],
  ['arm64', 'arm64'],
]);

interface Sizes {
  readonly own: NodeSize;
  readonly model: NodeSize | undefined;
}

/** Rule and model go through the same sizing; of each amount the safer one, and the direction of what comes out. */
const mergedSize = ({ type }: Machine, { own, model }: Sizes, { config }: Situation): { readonly size: NodeSize; readonly merge: Merged } => {
  const limits = { agree: config.agree_pct / 100, diverge: config.diverge_pct / 100 };
  const vcpu = merged(own.vcpu, model?.vcpu, limits);
  const memory = merged(own.memoryGib, model?.memoryGib, limits);
  const gib = type.memory_bytes / GIB;
  const larger = vcpu.amount > type.vcpu || memory.amount > gib;
  const smaller = own.direction === 'downsize' && (model === undefined || model.direction === 'downsize');
  const direction = larger ? 'upsize' : smaller ? 'downsize' : 'keep';
  return { size: { direction, vcpu: vcpu.amount, memoryGib: memory.amount }, merge: lessSure(vcpu, memory) };
};

const reviewOf = (merge: Merged, need: NodeNeed): string | null => {
  if (merge.requiresReview) return 'the model and the rule are more than the allowed share apart';
  return need.pods === null ? 'the pods were not sent: whether their requests fit is not known' : null;
};
