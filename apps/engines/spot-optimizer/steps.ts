import type { PlanStep, Precondition, Target } from '@ml/contracts/decision';
import { planOf, type StepDraft } from '@ml/engine-kernel/plan';
import type { Exchange } from './exchange';
import type { LeavingNode } from './fleet';
import { poolName } from './layers';
import type { PlanLine } from './planning';
import type { Situation } from './situation';

/** Ours, from what EC2 and kubelet usually take: an instance that boots and joins, a node that is emptied within its pods' grace. */
const LAUNCH_SECONDS = 180;
const VERIFY_SECONDS = 120;
const CORDON_SECONDS = 5;
const DRAIN_SECONDS = 300;
const TERMINATE_SECONDS = 60;

/** Launch, see them ready, cordon what they replace, then drain and terminate it, no more nodes at once than the disruption budget allows. */
export const stepsFor = ({ launches, removals }: Exchange, { input, config, fleet }: Situation): readonly PlanStep[] => {
  const launching = launches.map(launch);
  const verify = launching.length === 0 ? [] : [verifyStep(input.request.cluster_id, launching)];
  const ready = verify.map((step) => step.key);
  const atOnce = Math.ceil((config.max_disrupted_pct * (fleet.staying.length + fleet.leaving.length)) / 100);
  const removing = removals.map((node, index) => removal(node, { index, ready, before: index - atOnce }));
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

interface Turn {
  readonly index: number;
  readonly ready: readonly string[];
  /** The removal that must be over before this one begins; negative: none. */
  readonly before: number;
}

const removal = (node: LeavingNode, { index, ready, before }: Turn): readonly StepDraft[] => {
  const target = targetOf(node);
  const details = { provider_id: node.providerId, node_pool: node.nodePool };
  return [
    { ...CORDON, key: `cordon-${index}`, after: ready, target },
    { ...DRAIN, key: `drain-${index}`, after: [`cordon-${index}`, ...(before < 0 ? [] : [`terminate-${before}`])], target },
    { ...TERMINATE, key: `terminate-${index}`, after: [`drain-${index}`], target, details },
  ];
};

const CORDON = { phase: 'cordon', action: 'cordon_node', seconds: CORDON_SECONDS, rollback: 'uncordon_node', destructive: false } as const;
const DRAIN = { phase: 'drain', action: 'drain_node', seconds: DRAIN_SECONDS, rollback: null, destructive: true } as const;
const TERMINATE = { phase: 'terminate', action: 'terminate_instances', seconds: TERMINATE_SECONDS, rollback: null, destructive: true } as const;

const targetOf = (node: LeavingNode): Target => (node.name === null ? { kind: 'Instance', name: poolName(node) } : { kind: 'Node', name: node.name });

export const preconditionsFor = ({ launches, removals }: Exchange, { input, fleet }: Situation): readonly Precondition[] => [
  {
    code: 'NODE_COUNT_UNCHANGED',
    target: { kind: 'Cluster', name: input.request.cluster_id },
    text: `the layers were judged for ${fleet.staying.length} nodes that stay and ${fleet.places} that come`,
  },
  ...removals.map((node) => ({ code: 'NODE_STILL_THERE', target: targetOf(node) })),
  ...launches
    .filter((line) => line.capacityType === 'spot')
    .map((line) => ({
      code: 'SPOT_BELOW_ON_DEMAND',
      target: { kind: 'Pool', name: poolName(line) },
      text: `decided at ${line.price} USD an hour against ${line.candidate?.onDemand ?? 'unknown'} on demand`,
    })),
];
