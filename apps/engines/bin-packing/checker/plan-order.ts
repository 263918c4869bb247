import type { PlanStep } from '@ml/contracts/decision';
import { movesIn, type CheckedPlan } from './checked-plan';
import { budgetRules } from './movable-rules';
import { violation, type Violation } from './violation';
import { World } from './world';

/** What a plan says of its own order: numbers, what waits for what, what cannot be undone. */
export const orderRules = (checked: CheckedPlan): readonly Violation[] => {
  const steps = checked.decision.execution_plan;
  return [...numbering(steps), ...destructiveLast(steps), ...perNode(steps), ...sideBySide(checked)];
};

const numbering = (steps: readonly PlanStep[]): readonly Violation[] =>
  steps.flatMap((step, index) => {
    const right = step.step === index + 1 && step.depends_on.every((before) => Number.isInteger(before) && before >= 1 && before < step.step);
    return right ? [] : [violation('STEP_NUMBERS', `step ${step.step} stands at ${index + 1} and waits for ${step.depends_on.join(', ')}`)];
  });

const DESTRUCTIVE: readonly string[] = ['drain_node', 'terminate_instances'];

const destructiveLast = (steps: readonly PlanStep[]): readonly Violation[] => {
  const first = steps.findIndex(({ action }) => DESTRUCTIVE.includes(action));
  return steps.flatMap(({ step, action, requires_approval, reversible, rollback }, index) => {
    const destructive = DESTRUCTIVE.includes(action);
    if (!destructive) return first >= 0 && index > first ? [violation('DESTRUCTIVE_LAST', `step ${step} (${action}) comes after one that cannot be undone`)] : [];
    return requires_approval && !reversible && rollback === null ? [] : [violation('APPROVAL', `step ${step} (${action}) needs approval and cannot be undone`)];
  });
};

/** Cordon, then every round of the drain one after the other, then the end: each waits for those before. */
const perNode = (steps: readonly PlanStep[]): readonly Violation[] => {
  const ofNodes = steps.filter(({ target }) => target.kind === 'Node');
  const names = new Set(ofNodes.map(({ target }) => target.name));
  return [...names].flatMap((name) => {
    const own = ofNodes.filter(({ target }) => target.name === name);
    const kinds = own.map(({ action }) => action).join(' ');
    const shape = /^cordon_node( drain_node)* terminate_instances$/.test(kinds) ? [] : [violation('NODE_STEPS', `${name}: ${kinds}`)];
    const loose = own.slice(1).filter((step, index) => !waitsFor(steps, step, own[index]?.step ?? 0));
    return [...shape, ...loose.map((step) => violation('NODE_STEPS', `step ${step.step} of ${name} does not wait for the one before`))];
  });
};

const waitsFor = (steps: readonly PlanStep[], later: PlanStep, earlier: number): boolean =>
  later.depends_on.some((before) => {
    const step = steps[before - 1];
    return before === earlier || (step !== undefined && step.step < later.step && waitsFor(steps, step, earlier));
  });

/** Two drains of which neither waits for the other may run at once: together they take no more of a budget than it allows. */
const sideBySide = ({ state, decision: { execution_plan: steps } }: CheckedPlan): readonly Violation[] => {
  const world = new World(state);
  const drains = steps.filter(({ action }) => action === 'drain_node');
  const evictedBy = (step: PlanStep) => movesIn(step.details, 'pods').flatMap(({ pod }) => world.pods.get(pod) ?? []);
  return drains.flatMap((one, index) =>
    drains.slice(index + 1).flatMap((other) => (waitsFor(steps, other, one.step) || waitsFor(steps, one, other.step) ? [] : budgetRules(world, [...evictedBy(one), ...evictedBy(other)]))),
  );
};

/** Another order that the plan allows: of the steps that wait for nothing more, always the last. */
export const otherOrder = (steps: readonly PlanStep[]): readonly PlanStep[] => {
  const done = new Set<number>();
  const order: PlanStep[] = [];
  while (order.length < steps.length) {
    const ready = steps.filter(({ step, depends_on }) => !done.has(step) && depends_on.every((before) => done.has(before))).at(-1);
    if (ready === undefined) break;
    done.add(ready.step);
    order.push(ready);
  }
  return order;
};
