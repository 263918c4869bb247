import type { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { MonthlyAmount } from '@ml/contracts/insights';
import { createLogger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { builtServices } from '@ml/testing/built-services';
import { ComputePool } from './compute-pool';

builtServices();

const metrics = new Metrics('spec');
const pool = new ComputePool({ threads: 1 }, metrics, createLogger('spec', { level: 'silent', file: '/dev/null' }));
afterAll(() => pool.onApplicationShutdown());

const CURRENT = '2026-11';
const bills = (years: number): readonly MonthlyAmount[] =>
  Array.from({ length: 12 * years }, (_, at) => ({ month: `${2026 - years + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`, amount: 1_000 + ((at * 7_919) % 101) }));
const task = { series: bills(10), horizon: 6, current: CURRENT } as const;
const codeOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'answered',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
const soon = (): AbortSignal => AbortSignal.timeout(30_000);

describe('the threads of insight', () => {
  it('forecast, with the library that lies beside the bundle', async () => {
    const { method, points } = await pool.run('forecast', task, soon());
    expect([method, points.map(({ month }) => month)]).toEqual(['mean_of_several', ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06']]);
  });

  it('give back what the work refuses, with code and path', async () => {
    await expect(pool.run('forecast', { ...task, series: [] }, soon())).rejects.toMatchObject({ code: 'TOO_SHORT', path: 'series' });
  });

  it('say where a bug is', async () => {
    await expect(pool.run('forecast', { ...task, series: null as never }, soon())).rejects.toMatchObject({ code: 'INTERNAL', cause: { name: 'TypeError', stack: expect.stringMatching(/^ {4}at .*\d+:\d+/) as string } });
  });

  it('are ended at the deadline, and the next one is served', async () => {
    expect(await codeOf(pool.run('forecast', task, AbortSignal.timeout(2)))).toBe('DEADLINE_EXCEEDED');
    expect(await codeOf(pool.run('forecast', task, soon()))).toBe('answered');
  });

  it('are told from a full queue by whoever watches when one of them ends', async () => {
    const { threads } = (pool as unknown as { readonly pool: { readonly threads: readonly Worker[] } }).pool;
    const answer = codeOf(pool.run('forecast', task, soon()));
    await threads[0]?.terminate();
    expect(await answer).toBe('BUSY');
    expect(await metrics.registry.metrics()).toMatch(/ml_insight_compute_duration_seconds_count\{.*outcome="ENDED".*\} 1$/m);
    expect(await codeOf(pool.run('forecast', task, soon()))).toBe('answered');
  });

  it('have a bounded queue before them', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => codeOf(pool.run('forecast', { ...task, series: bills(1) }, soon()))));
    expect(answers.filter((answer) => answer === 'BUSY')).toHaveLength(30 - 17);
    expect(answers.filter((answer) => answer === 'answered')).toHaveLength(17);
  });
});
