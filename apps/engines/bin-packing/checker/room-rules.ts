import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { violation, type Violation } from './violation';
import { nameOfPod, type Placement } from './world';

/** Sums up every pod on the node, the new one included, and compares with what the node says it has. What it does not say it does not have. */
export const roomRules = ({ world, pod, node }: Placement, podLimit: number): readonly Violation[] => {
  const others = world.podsOn(node.name).filter((other) => nameOfPod(other) !== nameOfPod(pod));
  const all = [...others, pod];
  const broken: Violation[] = [];
  const compare = (resource: string, asked: (each: PodState) => number, has: number): void => {
    const sum = all.reduce((total, each) => total + asked(each), 0);
    if (asked(pod) > 0 && sum > has) broken.push(violation('RESOURCES', `pod ${nameOfPod(pod)} on ${node.name}: ${resource} ${sum} of ${has}`));
  };
  compare('cpu', ({ requests }) => requests.cpu, node.allocatable.cpu ?? 0);
  compare('memory', ({ requests }) => requests.memory, node.allocatable.memory ?? 0);
  compare('ephemeral-storage', ({ requests }) => requests.ephemeralStorage, node.allocatable.ephemeralStorage ?? 0);
  compare('pods', () => 1, node.allocatable.pods ?? podLimit);
  for (const name of Object.keys(pod.requests.extended)) compare(name, ({ requests }) => requests.extended[name] ?? 0, extendedOf(node, name));
  return broken;
};

const extendedOf = (node: LabelledNodeState, name: string): number => Object.entries(node.allocatable.extended).find(([key]) => key === name)?.[1] ?? 0;
