import { describe, expect, it } from 'vitest';
import { planOf, type StepDraft } from './plan';

const draft = (key: string, after: readonly string[], rollback: string | null): StepDraft => ({
  key,
  after,
  phase: key,
  action: key,
  target: { kind: 'Node', name: 'n1' },
  seconds: 90,
  rollback,
  destructive: rollback === null,
});

describe('planOf', () => {
  it('puts what cannot be undone last, with approval, and numbers the dependencies', () => {
    const plan = planOf([draft('launch', [], 'terminate'), draft('drain', ['cordon'], null), draft('cordon', ['launch'], 'uncordon')]);
    expect(plan.map((step) => [step.step, step.action, step.depends_on, step.reversible, step.requires_approval])).toEqual([
      [1, 'launch', [], true, false],
      [2, 'cordon', [1], true, false],
      [3, 'drain', [2], false, true],
    ]);
  });

  it('keeps a step that can be undone in its place when it needs approval all the same', () => {
    const plan = planOf([{ ...draft('replace', [], 'restore'), approval: true }, draft('validate', ['replace'], 'nothing')]);
    expect(plan.map(({ action, reversible, requires_approval }) => [action, reversible, requires_approval])).toEqual([
      ['replace', true, true],
      ['validate', true, false],
    ]);
  });

  it('gives the duration in seconds and in minutes rounded up', () => {
    const [step] = planOf([draft('launch', [], 'terminate')]);
    expect(step).toMatchObject({ estimated_duration_seconds: 90, duration: 2 });
  });

  it('refuses a step that waits for one that never comes before it', () => {
    expect(() => planOf([draft('cordon', ['launch'], 'uncordon')])).toThrow('step cordon waits for launch');
    expect(() => planOf([draft('cordon', ['drain'], 'uncordon'), draft('drain', [], null)])).toThrow('step cordon waits for drain');
  });
});
