import type { PlanStep } from '@ml/contracts/decision';
import type { TypeFacts } from '@ml/contracts/pricing';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import { bytes, millicores } from '@ml/units/brand';
import type { CheckedPlan } from './checked-plan';
import { violation, type Violation } from './violation';

/** A node that the plan launches, and those that it stands for. */
export interface Launch {
  readonly step: number;
  readonly name: string;
  readonly type: string;
  readonly zone: string;
  readonly capacityType: string;
  readonly replaces: readonly LabelledNodeState[];
}

const textOf = (details: PlanStep['details'], key: string): string => {
  const value = details?.[key];
  return typeof value === 'string' ? value : '';
};

/** The name under `replaced_by` of a recommendation; undefined where the node just goes. */
export const replacementOf = (details: Readonly<Record<string, unknown>>): string | undefined => {
  const by = details['replaced_by'];
  return typeof by === 'object' && by !== null && 'name' in by && typeof by.name === 'string' ? by.name : undefined;
};

export const launchesIn = ({ state, decision }: CheckedPlan): readonly Launch[] =>
  decision.execution_plan
    .filter(({ action }) => action === 'run_instances')
    .map(({ step, details }) => {
      const name = textOf(details, 'name');
      const replaced = decision.recommendations.filter((recommendation) => replacementOf(recommendation.details) === name).map(({ target }) => target.name);
      const replaces = (state.nodes ?? []).filter((node) => replaced.includes(node.name));
      return { step, name, type: textOf(details, 'instance_type'), zone: textOf(details, 'availability_zone'), capacityType: textOf(details, 'capacity_type'), replaces };
    });

/** Several nodes may become one, never one several; a new node is of the kind of those it stands for. */
export const launchRules = (checked: CheckedPlan): readonly Violation[] => {
  const launches = launchesIn(checked);
  const known = new Set(launches.map(({ name }) => name));
  const twice = known.size < launches.length ? [violation('LAUNCH', 'two new nodes have one name')] : [];
  const promised = checked.decision.recommendations.flatMap(({ target, details }) => {
    const by = replacementOf(details);
    return by === undefined || known.has(by) ? [] : [violation('LAUNCH', `${target.name} is replaced by ${by}, which nobody launches`)];
  });
  return [...twice, ...promised, ...launches.flatMap((launch) => ofItsKind(checked, launch))];
};

const ofItsKind = ({ state, prices }: CheckedPlan, { name, type, zone, capacityType, replaces }: Launch): readonly Violation[] => {
  const broken = (text: string): readonly Violation[] => [violation('LAUNCH', `${name}: ${text}`)];
  const [first, ...others] = replaces;
  if (first === undefined) return broken('replaces nobody');
  if ((state.nodes ?? []).some((node) => node.name === name)) return broken('has the name of a node that is there');
  if (!typeOf(prices, type)?.availability_zones?.includes(zone)) return broken(`${type} is not offered in ${zone}`);
  const taints = ({ taints: own }: LabelledNodeState): string => JSON.stringify(own);
  const alike = [first, ...others].every((node) => node.zone === zone && node.capacityType === capacityType && taints(node) === taints(first));
  return alike ? [] : broken('differs from those it replaces');
};

export const typeOf = (prices: CheckedPlan['prices'], name: string | null): TypeFacts | undefined => prices?.types.find(({ instance_type }) => instance_type === name);

/** Kept by the hypervisor, and by kubelet at the least. */
const KEPT_SHARE = 0.075;
const KEPT_MILLICORES = 60;
const KEPT_BYTES = 255 * 1_048_576;

/** The new node as it may show up: what all of those before had, and of itself its name, its type and what such a type can hold. */
export const launchedNode = ({ prices }: CheckedPlan, { name, type, replaces }: Launch): LabelledNodeState | undefined => {
  const facts = typeOf(prices, type);
  const [first] = replaces;
  if (facts === undefined || first === undefined) return undefined;
  const shared = Object.entries(first.labels).filter(([key, value]) => replaces.every(({ labels }) => labels[key] === value));
  const labels = { ...Object.fromEntries(shared), 'kubernetes.io/hostname': name, 'node.kubernetes.io/instance-type': type };
  const storage = Math.min(...replaces.map(({ allocatable }) => allocatable.ephemeralStorage ?? 0));
  const allocatable = {
    cpu: millicores(facts.vcpu * 1_000 - KEPT_MILLICORES),
    memory: bytes(facts.memory_bytes * (1 - KEPT_SHARE) - KEPT_BYTES),
    ephemeralStorage: bytes(storage),
    pods: facts.max_pods ?? 0,
    extended: {},
  };
  return { ...first, name, providerId: null, instanceType: type, labels, allocatable, capacity: allocatable };
};
