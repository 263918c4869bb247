import type { PlanStep, Precondition, Target } from '@ml/contracts/decision';
import { planOf, type StepDraft } from '@ml/engine-kernel/plan';
import type { Exchange } from './exchange';
import type { LeavingNode } from './fleet';
import { poolName } from './layers';
import type { PlanLine } from './planning';

/** Ours, from what EC2 and kubelet usually take: an instance that boots and joins, a node that is emptied within its pods' grace. */
const LAUNCH_SECONDS = 180;
const VERIFY_SECONDS = 120;
const CORDON_SECONDS = 5;
const DRAIN_SECONDS = 300;
const TERMINATE_SECONDS = 60;

/** Launch, see them ready, then cordon, drain and terminate what they replace. */
export const stepsFor = ({ launches, removals }: Exchange, clusterId: string): readonly PlanStep[] => {
  const launching = launches.map(launch);
  const verify = launching.length === 0 ? [] : [verifyStep(clusterId, launching)];
  const ready = verify.map((step) => step.key);
  const removing = removals.map((node, index) => removal(node, index, ready));
  return planOf([...launching, ...verify, ...removing.flat()]);
};

const launch = (line: PlanLine, index: number): StepDraft => ({
  key: `launch-${index}`,
  after: [],
  phase: 'launch',
  action: 'run_instances',
  target: { kind: 'Pool', name: poolName(line) },
  seconds: LAUNCH_SECONDS,
  rollback: 'terminate_instances',
  destructive: false,
  details: { instance_type: line.instanceType, availability_zone: line.zone, capacity_type: line.capacityType, count: line.count },
});

const verifyStep = (clusterId: string, launching: readonly StepDraft[]): StepDraft => ({
  key: 'verify',
  after: launching.map((step) => step.key),
  phase: 'verify',
  action: 'wait_nodes_ready',
  target: { kind: 'Cluster', name: clusterId },
  seconds: VERIFY_SECONDS,
  rollback: null,
  destructive: false,
});

const removal = (node: LeavingNode, index: number, ready: readonly string[]): readonly StepDraft[] => {
  const target = targetOf(node);
  return [
    { ...CORDON, key: `cordon-${index}`, after: ready, target },
    { ...DRAIN, key: `drain-${index}`, after: [`cordon-${index}`], target },
    { ...TERMINATE, key: `terminate-${index}`, after: [`drain-${index}`], target },
  ];
};

const CORDON = { phase: 'cordon', action: 'cordon_node', seconds: CORDON_SECONDS, rollback: 'uncordon_node', destructive: false } as const;
const DRAIN = { phase: 'drain', action: 'drain_node', seconds: DRAIN_SECONDS, rollback: null, destructive: true } as const;
const TERMINATE = { phase: 'terminate', action: 'terminate_instances', seconds: TERMINATE_SECONDS, rollback: null, destructive: true } as const;

const targetOf = (node: LeavingNode): Target => (node.name === null ? { kind: 'Instance', name: poolName(node) } : { kind: 'Node', name: node.name });

export const preconditionsFor = ({ launches, removals }: Exchange): readonly Precondition[] => [
  ...removals.map((node) => ({ code: 'NODE_STILL_THERE', target: targetOf(node) })),
  ...launches
    .filter((line) => line.capacityType === 'spot')
    .map((line) => ({
      code: 'SPOT_BELOW_ON_DEMAND',
      target: { kind: 'Pool', name: poolName(line) },
      text: `decided at ${line.price} USD an hour against ${line.candidate?.onDemand ?? 'unknown'} on demand`,
    })),
];
