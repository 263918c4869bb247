import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { termHolds, untolerated } from './matching';
import { violation, type Violation } from './violation';
import { nameOfPod, type Placement } from './world';

/** What the node itself must allow: it takes pods, its taints are tolerated, its labels are those the pod asks for. */
export const targetRules = (placement: Placement): readonly Violation[] => {
  const { world, pod, node } = placement;
  const say = (rule: string, what: string): Violation => violation(rule, `pod ${nameOfPod(pod)} on ${node.name}: ${what}`);
  return [
    ...(world.cordoned.has(node.name) ? [say('TARGET_CORDONED', 'the plan itself has closed it')] : []),
    ...unfitFor(node).map((what) => say('TARGET_UNFIT', what)),
    ...untolerated(node.taints, pod.tolerations).map(({ key }) => say('TAINT', `taint ${key} is not tolerated`)),
    ...wrongLabels(placement).map((what) => say('NODE_SELECTOR', what)),
    ...(affinityAllows(placement) ? [] : [say('NODE_AFFINITY', 'no term of its node affinity holds')]),
    ...takenPorts(placement).map((port) => say('HOST_PORT', `port ${port} is taken`)),
  ];
};

const wrongLabels = ({ world, pod, node }: Placement): readonly string[] =>
  Object.entries(pod.nodeSelector).flatMap(([key, value]) => (world.labelOf(node, key) === value ? [] : [`wants ${key}=${value}`]));

const affinityAllows = ({ world, pod, node }: Placement): boolean => {
  const terms = pod.nodeAffinity?.required ?? null;
  return terms === null || terms.some((term) => termHolds(term, node, world));
};

const unfitFor = (node: LabelledNodeState): readonly string[] => [
  ...(node.cordoned ? ['it is cordoned'] : []),
  ...(node.deleting ? ['it is being deleted'] : []),
  ...(node.ready === false ? ['it is not ready'] : []),
  ...(node.controlPlane ? ['it runs the cluster itself'] : []),
];

const takenPorts = ({ world, pod, node }: Placement): readonly number[] =>
  pod.hostPorts
    .filter((wanted) => world.podsOn(node.name).some((other) => nameOfPod(other) !== nameOfPod(pod) && other.hostPorts.some((taken) => clashes(wanted, taken))))
    .map(({ port }) => port);

type Port = PodState['hostPorts'][number];

const clashes = (one: Port, other: Port): boolean =>
  one.port === other.port && one.protocol === other.protocol && (one.ip === other.ip || one.ip === '0.0.0.0' || other.ip === '0.0.0.0');
