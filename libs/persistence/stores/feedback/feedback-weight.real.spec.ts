import fc from 'fast-check';
import { expect, it } from 'vitest';
import { feedbackWeight } from '@ml/domain/learning/exposure/feedback-weight';
import { ownedDatabase } from '@ml/testing/owned-database';

const database = (await ownedDatabase('feedback')).connect({ poolSize: 2 });
const WEIGHTS = 'SELECT calculate_feedback_weight(hours, 0)::float8 AS weight FROM unnest($1::bigint[]) WITH ORDINALITY AS given (hours, place) ORDER BY place';
const weightsOf = async (hours: readonly number[]): Promise<readonly number[]> => (await database.query<{ weight: number }>(WEIGHTS, [hours])).map(({ weight }) => weight);

it('the weight in SQL is the weight in TypeScript, rounded to four decimals', async () => {
  const counts = [0, 9_999, 10_000, 49_999, 50_000, 125_000, 199_999, 200_000, 499_999, 500_000, 2 ** 40];
  expect(await weightsOf(counts)).toEqual([0, 0, 0.02, 0.1, 0.1, 0.125, 0.15, 0.15, 0.25, 0.25, 0.25]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.nat(600_000), fc.maxSafeNat()), { minLength: 1, maxLength: 500 }), async (hours) => {
      const weights = await weightsOf(hours);
      for (const [index, count] of hours.entries()) expect(Math.abs((weights[index] ?? NaN) - feedbackWeight(count))).toBeLessThanOrEqual(0.00005 + 1e-9);
    }),
    { numRuns: 50 },
  );
});

it('of nothing known is not the highest, and no number of interruptions changes it', async () => {
  const [row] = await database.query('SELECT calculate_feedback_weight(NULL, 0) AS unknown, calculate_feedback_weight(-5, 0)::float8 AS below, calculate_feedback_weight(250000, 9000000000)::float8 AS many');
  expect(row).toEqual({ unknown: null, below: 0, many: 0.1667 });
});
