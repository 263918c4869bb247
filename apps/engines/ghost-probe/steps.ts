import type { Precondition } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import { GHOST_TAG, targetOf } from './candidates';
import type { Judged } from './judge';
import type { Machine } from './state';

const TAG_SECONDS = 10;
const STOP_SECONDS = 120;
const TERMINATE_SECONDS = 120;

/** Mark, then stop (a machine that was needed after all is missed while it can still be started), and only then terminate. */
export const stepsFor = ({ confirmed, toTag, toUntag }: Judged): readonly StepDraft[] => [
  ...toTag.map(({ machine }) => marked(machine)),
  ...toUntag.map((machine) => ({ ...marked(machine), action: 'delete_tags', rollback: 'create_tags' })),
  ...confirmed.flatMap(({ machine }) => [marked(machine), ...(canStop(machine) ? [stopped(machine)] : []), terminated(machine)]),
];

export const preconditionsFor = (judged: Judged): readonly Precondition[] =>
  judged.confirmed.flatMap(({ machine }) => [
    { code: 'NOT_A_NODE', target: targetOf(machine), text: 'no node of any cluster has it as spec.providerID' },
    { code: 'INSTANCE_STILL_RUNNING', target: targetOf(machine) },
  ]);

/** A spot machine of a one-time request cannot be stopped; one of an Auto Scaling group would be replaced at once. */
const canStop = ({ capacityType, autoScalingGroup }: Machine): boolean => capacityType !== 'spot' && autoScalingGroup === null;

const marked = (machine: Machine): StepDraft => ({
  key: `tag ${machine.instanceId}`,
  after: [],
  phase: 'mark',
  action: 'create_tags',
  target: targetOf(machine),
  seconds: TAG_SECONDS,
  rollback: 'delete_tags',
  destructive: false,
  details: { tag: GHOST_TAG },
});

const stopped = (machine: Machine): StepDraft => ({
  key: `stop ${machine.instanceId}`,
  after: [`tag ${machine.instanceId}`],
  phase: 'stop',
  action: 'stop_instances',
  target: targetOf(machine),
  seconds: STOP_SECONDS,
  rollback: 'start_instances',
  destructive: false,
});

const terminated = (machine: Machine): StepDraft => ({
  key: `terminate ${machine.instanceId}`,
  after: [canStop(machine) ? `stop ${machine.instanceId}` : `tag ${machine.instanceId}`],
  phase: 'terminate',
  action: machine.autoScalingGroup === null ? 'terminate_instances' : 'terminate_instance_in_auto_scaling_group',
  target: targetOf(machine),
  seconds: TERMINATE_SECONDS,
  rollback: null,
  destructive: true,
  ...(machine.autoScalingGroup === null ? {} : { details: { auto_scaling_group: machine.autoScalingGroup, should_decrement_desired_capacity: true } }),
});
