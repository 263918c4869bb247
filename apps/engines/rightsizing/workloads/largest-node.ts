import type { Held } from '@ml/contracts/decision';
import type { NodeState } from '@ml/state/kubernetes/node';
import { containersOf, type Crew } from './crew';
import { raises, type RequestChange } from './request-change';
import type { Resource } from './scalers';

interface Size {
  readonly cpu: number;
  readonly memory: number;
}

/** What nodes can hold; those that do not say so, and the control plane, hold nothing here. */
const sizesOf = (nodes: readonly NodeState[]): readonly Size[] =>
  nodes.flatMap(({ allocatable: { cpu, memory }, controlPlane }) => (cpu === null || memory === null || controlPlane ? [] : [{ cpu, memory }]));

export interface Fitting {
  readonly changes: readonly RequestChange[];
  readonly held: readonly Held[];
}

/** Whether a whole pod still fits on some node once its containers ask for what is recommended: raised requests that make it homeless are held. */
export const fittingOn = (nodes: readonly NodeState[]): ((crew: Crew, changes: readonly RequestChange[]) => Fitting) => {
  const sizes = sizesOf(nodes);
  return (crew, changes) => {
    if (sizes.length === 0 || !changes.some(raises)) return { changes, held: [] };
    const pod = { cpu: podAmount(crew, changes, 'cpu'), memory: podAmount(crew, changes, 'memory') };
    if (sizes.some(({ cpu, memory }) => pod.cpu <= cpu && pod.memory <= memory)) return { changes, held: [] };
    return { changes: changes.filter((change) => !raises(change)), held: changes.filter(raises).map((change) => tooLarge(change, pod)) };
  };
};

/** Of the containers that run together, or of the init container that asks for more than all of them. */
const podAmount = (crew: Crew, changes: readonly RequestChange[], resource: Resource): number => {
  let together = 0;
  let starting = 0;
  for (const container of containersOf(crew)) {
    const amount = changes.find((change) => change.container.name === container.name && change.resource === resource)?.estimate.target ?? container.requests[resource] ?? 0;
    if (container.role === 'init') starting = Math.max(starting, amount);
    else together += amount;
  }
  return Math.max(together, starting);
};

const tooLarge = ({ crew, container, resource }: RequestChange, pod: Size): Held => ({
  target: { kind: crew.owner.kind, name: crew.owner.name, namespace: crew.namespace },
  code: 'ABOVE_LARGEST_NODE',
  text: `its pod would ask for ${pod.cpu}m of CPU and ${Math.ceil(pod.memory / 1_048_576)}Mi of memory, which no node has: it needs a larger node, not a larger request`,
  details: { container: container.name, resource },
});
