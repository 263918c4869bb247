import { describe, expect, it } from 'vitest';
import { recordedAnswers } from '@ml/testing/recorded-answers';
import { look, node } from './ghost.fixture';

const answers = recordedAnswers('DescribeInstances');

describe.skipIf(answers.length === 0)('real answers of DescribeInstances (only where ../shared/data is)', () => {
  it.each(answers)('%s goes through without an error, and nothing in it is terminated at first sight', (_, instances) => {
    const { decision } = look({ state: { instances, nodes: [node('node-a', 'i-0a')] } });
    expect(['act', 'hold']).toContain(decision.verdict);
    expect(decision.recommendations.every(({ action }) => action === 'tag_instance')).toBe(true);
  });
});
