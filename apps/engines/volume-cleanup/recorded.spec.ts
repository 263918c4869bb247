import { describe, expect, it } from 'vitest';
import { recordedAnswers } from '@ml/testing/recorded-answers';
import { look } from './volume.fixture';

const answers = recordedAnswers('DescribeVolumes');

describe.skipIf(answers.length === 0)('real answers of DescribeVolumes (only where ../shared/data is)', () => {
  it.each(answers)('%s goes through without an error, and nothing in it is deleted at first sight', (_, volumes) => {
    const { decision } = look({ state: { volumes } });
    expect(['act', 'hold']).toContain(decision.verdict);
    expect(decision.recommendations.map(({ action }) => action)).not.toContain('delete_volume');
  });
});
