import { describe, expect, it } from 'vitest';
import { recordedAnswers } from '@ml/testing/recorded-answers';
import { look } from './shadow.fixture';

const CALLS = [
  ['DescribeInstances', 'instances'],
  ['DescribeVolumes', 'volumes'],
  ['DescribeLoadBalancers', 'load_balancers'],
  ['DescribeDBInstances', 'db_instances'],
] as const;

const answers = CALLS.flatMap(([call, list]) => recordedAnswers(call).map(([file, answer]) => [file, list, answer] as const));

describe.skipIf(answers.length === 0)('real answers of the API (only where ../shared/data is)', () => {
  it.each(answers)('%s goes through as %s, and nothing in it is more than marked', (_, list, answer) => {
    const { decision } = look({ state: { [list]: answer } });
    expect(['act', 'hold']).toContain(decision.verdict);
    expect(decision.execution_plan.every(({ reversible, requires_approval: approval }) => reversible && !approval)).toBe(true);
    expect(decision.estimated_savings).toBe(0);
  });

  it('has all four kinds in it', () => {
    expect(new Set(answers.map(([, list]) => list)).size).toBe(CALLS.length);
  });
});
