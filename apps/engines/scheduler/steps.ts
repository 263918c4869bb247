import type { PlanStep } from '@ml/contracts/decision';
import { planOf, type StepDraft } from '@ml/engine-kernel/plan';
import { byEnvironment, isDown, isUp, type Change } from './changes';
import type { Environment } from './environment';
import type { Launch } from './launches';
import type { Removal } from './node-removals';
import { ranksOf } from './start-order';

/** Seconds, ours: a call to the API server, and how long pods take to come or to go. */
const CALL_SECONDS = 5;
const SETTLE_SECONDS = 120;
const LAUNCH_SECONDS = 180;
const DRAIN_SECONDS = 120;
const TERMINATE_SECONDS = 60;

export interface Steps {
  readonly changes: readonly Change[];
  readonly launches: readonly Launch[];
  readonly removals: readonly Removal[];
}

/** Nodes come before the pods that need them, and go after those that left. */
export const stepsFor = ({ changes, launches, removals }: Steps): readonly PlanStep[] => {
  const groups = [...byEnvironment(changes)];
  const turning = (direction: 'up' | 'down'): readonly StepDraft[] => groups.flatMap(([environment, own]) => inOrder(environment, own, direction));
  return planOf([...launches.map(launchStep), ...turning('up'), ...turning('down'), ...removals.flatMap(removalSteps)]);
};

const inOrder = (environment: Environment, own: readonly Change[], direction: 'up' | 'down'): readonly StepDraft[] => {
  const { ordered, free } = ranksOf(own.filter(direction === 'up' ? isUp : isDown), direction);
  const drafts: StepDraft[] = free.map((change) => turn(change, []));
  let after: readonly string[] = [];
  ordered.forEach((group, index) => {
    const steps = group.map((change) => turn(change, after));
    drafts.push(...steps);
    if (index === ordered.length - 1) return;
    const key = `wait ${direction} ${environment.name} ${index}`;
    drafts.push(wait({ key, direction, environment, after: steps.map((step) => step.key) }));
    after = [key];
  });
  return drafts;
};

interface Wait {
  readonly key: string;
  readonly direction: 'up' | 'down';
  readonly environment: Environment;
  readonly after: readonly string[];
}

const wait = ({ key, direction, environment, after }: Wait): StepDraft => ({
  key,
  after,
  phase: `scale_${direction}`,
  action: direction === 'up' ? 'wait_pods_ready' : 'wait_pods_gone',
  target: { kind: 'Environment', name: environment.name },
  seconds: SETTLE_SECONDS,
  rollback: null,
  destructive: false,
});

export const actionOf = ({ candidate: { lever, unit }, verdict }: Change): string => {
  switch (lever.kind) {
    case 'replicas':
      return unit.target.kind === 'StatefulSet' ? 'scale_stateful_set' : 'scale_deployment';
    case 'min_replicas':
      return 'patch_horizontal_pod_autoscaler';
    case 'paused':
      return 'annotate_scaled_object';
    case 'suspend':
      return verdict.direction === 'down' ? 'suspend_cron_job' : 'resume_cron_job';
  }
};

/** What the field holds before and after; null is no annotation. */
export const valuesOf = ({ candidate: { lever }, verdict }: Change): { readonly from: unknown; readonly to: unknown } => {
  const down = verdict.direction === 'down';
  if (lever.kind === 'suspend') return { from: !down, to: down };
  if (lever.kind === 'paused') return { from: lever.asleep ? String(lever.current) : null, to: down ? String(verdict.to) : null };
  return { from: lever.current, to: verdict.to };
};

const UNDONE: Readonly<Record<string, string>> = { suspend_cron_job: 'resume_cron_job', resume_cron_job: 'suspend_cron_job' };

const stepKey = ({ candidate }: Change): string => `turn ${candidate.unit.key}`;

const turn = (change: Change, after: readonly string[]): StepDraft => {
  const action = actionOf(change);
  const { object, field } = change.candidate.lever;
  return {
    key: stepKey(change),
    after,
    phase: change.verdict.direction === 'up' ? 'scale_up' : 'scale_down',
    action,
    target: object,
    seconds: CALL_SECONDS,
    rollback: UNDONE[action] ?? action,
    destructive: false,
    details: { field, ...valuesOf(change) },
  };
};

const launchStep = (launch: Launch, index: number): StepDraft =>
  launch.kind === 'uncordon'
    ? { key: `launch ${index}`, after: [], phase: 'launch', action: 'uncordon_node', target: { kind: 'Node', name: launch.node }, seconds: CALL_SECONDS, rollback: 'cordon_node', destructive: false }
    : {
        key: `launch ${index}`,
        after: [],
        phase: 'launch',
        action: 'run_instances',
        target: { kind: 'Environment', name: launch.environment },
        seconds: LAUNCH_SECONDS,
        rollback: 'terminate_instances',
        destructive: false,
        details: { ...launch.like, count: launch.count, instead_of: launch.instead },
      };

const removalSteps = ({ billed: { node }, changes }: Removal): readonly StepDraft[] => {
  const target = { kind: 'Node', name: node.name };
  const key = (what: string): string => `${what} ${node.name}`;
  const details = { provider_id: node.providerId, node_pool: node.nodePool, decrement_desired_capacity: true };
  return [
    { key: key('cordon'), after: changes.map(stepKey), phase: 'cordon', action: 'cordon_node', target, seconds: CALL_SECONDS, rollback: 'uncordon_node', destructive: false },
    { key: key('drain'), after: [key('cordon')], phase: 'drain', action: 'drain_node', target, seconds: DRAIN_SECONDS, rollback: null, destructive: true },
    { key: key('terminate'), after: [key('drain')], phase: 'terminate', action: 'terminate_instances', target, seconds: TERMINATE_SECONDS, rollback: null, destructive: true, details },
  ];
};
