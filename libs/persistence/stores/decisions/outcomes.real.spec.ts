import type { OutcomeReport } from '@ml/contracts/decisions';
import { decisionRecord } from '@ml/testing/decision-record';
import { ownedDatabase } from '@ml/testing/owned-database';
import { v7 as uuid7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { DecisionStore } from './decision-store';

const database = await ownedDatabase('decisions');
const pool = database.connect();
const store = new DecisionStore(pool);

let requests = 0;
const made = async (given: Parameters<typeof decisionRecord>[0] = {}): Promise<string> => {
  const record = decisionRecord({ requestId: `r-${(requests += 1)}`, ...given });
  const { tenant, answer } = record;
  const claimed = await store.claim({ tenant, requestId: answer.request_id, bodyHash: 'h', leaseSeconds: 30 });
  if (claimed.state !== 'claimed') throw new Error(claimed.state);
  await store.complete(claimed.claim, { record, remember: [] });
  return answer.decision_id;
};
const events = async (decisionId: string): Promise<readonly unknown[]> =>
  (await pool.query<{ body: unknown }>("SELECT body FROM outbox WHERE subject LIKE 'evt.decisions.outcome.%' AND body ->> 'decision_id' = $1 ORDER BY sequence", [decisionId])).map(
    ({ body }) => body,
  );
const report = (decision_id: string, over: Partial<OutcomeReport> = {}): OutcomeReport => ({ decision_id, result: 'applied', ...over });

describe('outcomes', () => {
  it('are recorded once and told once, however often and however parallel they are reported', async () => {
    const id = await made();
    const told = report(id, { recommendation_id: 'r1', realised_monthly_savings: 55.5, note: 'done' });
    const results = await Promise.all(Array.from({ length: 8 }, () => store.recordOutcome('acme', told)));
    expect(new Set(results.map(({ outcome_id }) => outcome_id)).size).toBe(1);
    expect(await store.outcomes(id)).toEqual([{ ...told, outcome_id: results[0]?.outcome_id, recorded_at: results[0]?.recorded_at }]);
    expect(await events(id)).toEqual([{ ...results[0], tenant: 'acme' }]);
  });

  it('are completed by a later report that knows the figure, which is told too', async () => {
    const id = await made();
    const first = await store.recordOutcome('acme', report(id));
    const second = await store.recordOutcome('acme', report(id, { realised_monthly_savings: 70 }));
    expect(second).toMatchObject({ outcome_id: first.outcome_id, realised_monthly_savings: 70 });
    expect(await store.recordOutcome('acme', report(id))).toEqual(second);
    expect(await events(id)).toHaveLength(2);
  });

  it('keep each result of a recommendation', async () => {
    const id = await made();
    await store.recordOutcome('acme', report(id, { recommendation_id: 'r1' }));
    await store.recordOutcome('acme', report(id, { recommendation_id: 'r1', result: 'rolled_back' }));
    expect((await store.outcomes(id)).map(({ result }) => result)).toEqual(['applied', 'rolled_back']);
  });

  it('are refused for a decision or a recommendation that does not exist', async () => {
    const id = await made();
    await expect(store.recordOutcome('acme', report(uuid7()))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.recordOutcome('acme', report('nonsense'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.recordOutcome('acme', report(id, { recommendation_id: 'r9' }))).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'recommendation_id' });
  });
});

describe('savings', () => {
  const month = new Date().toISOString().slice(0, 7);
  const of = async (tenant: string | null, months = 1) => (await store.savings(tenant, { months })).filter((row) => row.month === month);
  const row = (decisions: number, predicted: number, realised: number) => [
    { engine: 'spot_optimizer', month, decisions, predicted_monthly_savings: predicted, realised_monthly_savings: realised },
  ];

  it('count what was applied: recommendations one by one, a whole decision once', async () => {
    const parts = await made({ tenant: 's1' });
    await made({ tenant: 's1' });
    expect(await of('s1')).toEqual(row(2, 0, 0));
    await store.recordOutcome('s1', report(parts, { recommendation_id: 'r1', realised_monthly_savings: 50 }));
    await store.recordOutcome('s1', report(parts, { recommendation_id: 'r2', result: 'rejected' }));
    expect(await of('s1')).toEqual(row(2, 60, 50));
    await store.recordOutcome('s1', report(parts));
    expect(await of('s1')).toEqual(row(2, 60, 50));
  });

  it('forget what was rolled back, part or whole', async () => {
    const id = await made({ tenant: 's2' });
    await store.recordOutcome('s2', report(id, { realised_monthly_savings: 90 }));
    expect(await of('s2')).toEqual(row(1, 100, 90));
    await store.recordOutcome('s2', report(id, { recommendation_id: 'r2', result: 'rolled_back' }));
    expect(await of('s2')).toEqual(row(1, 60, 90));
    await store.recordOutcome('s2', report(id, { result: 'rolled_back' }));
    expect(await of('s2')).toEqual(row(1, 0, 0));
  });

  it('are a tenant’s own, or everybody’s for the platform', async () => {
    const id = await made({ tenant: 's3' });
    await store.recordOutcome('s3', report(id, { realised_monthly_savings: 10 }));
    expect(await of('s3')).toEqual(row(1, 100, 10));
    expect((await of(null))[0]?.decisions).toBeGreaterThan(3);
    expect(await of('nobody')).toEqual([]);
  });

  it('leave out what-if decisions and months that were not asked for', async () => {
    const lastMonth = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), 1) - 86_400_000;
    await made({ tenant: 's4', answer: { decision_id: uuid7({ msecs: lastMonth }) } });
    await made({ tenant: 's4', answer: { engine: { name: 'spot_optimizer', version: '2.0.0', mode: 'what_if' } } });
    expect(await store.savings('s4', { months: 1 })).toEqual([]);
    expect(await store.savings('s4', { months: 2 })).toHaveLength(1);
  });
});
