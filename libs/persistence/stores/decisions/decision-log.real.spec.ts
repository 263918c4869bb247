import { decisionRecord } from '@ml/testing/decision-record';
import { ownedDatabase } from '@ml/testing/owned-database';
import { v7 as uuid7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from './decision-record';
import { DecisionStore } from './decision-store';
import { engineId } from './engine-id';
import { EngineStore } from './engine-store';

const database = await ownedDatabase('decisions');
const pool = database.connect();
const store = new DecisionStore(pool);
const engines = async () => (await new EngineStore(pool).list({ limit: 10, offset: 0 })).rows;

const made = async (record: DecisionRecord, remember: Parameters<DecisionStore['complete']>[1]['remember'] = []): Promise<string> => {
  const { tenant, answer } = record;
  const claimed = await store.claim({ tenant, requestId: answer.request_id, bodyHash: 'h', leaseSeconds: 30 });
  if (claimed.state !== 'claimed') throw new Error(claimed.state);
  await store.complete(claimed.claim, { record, remember });
  return answer.decision_id;
};

describe('the decision log', () => {
  it('shows a tenant its own decisions, newest first, and the platform all of them', async () => {
    const first = await made(decisionRecord({ tenant: 't1', requestId: 'a' }));
    const second = await made(decisionRecord({ tenant: 't1', requestId: 'b', clusterId: 'c-2' }));
    const foreign = await made(decisionRecord({ tenant: 't2', requestId: 'a' }));
    const ids = async (viewer: string | null, filter = {}) => (await store.history(viewer, { limit: 10, offset: 0, ...filter })).rows.map(({ decision_id }) => decision_id);
    expect(await ids('t1')).toEqual([second, first]);
    expect(await ids('t2')).toEqual([foreign]);
    expect(await ids(null)).toEqual([foreign, second, first]);
    expect(await ids('t1', { cluster_id: 'c-2' })).toEqual([second]);
    expect(await ids('t1', { engine_id: engineId('spot_optimizer', '1.0.0') })).toEqual([]);
    expect(await ids('t1', { engine_id: 'not an id' })).toEqual([]);
    expect(await store.history('t1', { limit: 1, offset: 1 })).toMatchObject({ total: 2, rows: [{ decision_id: first, estimated_savings: 100, confidence_score: 0.9 }] });
  });

  it('hides a decision from other tenants as if it did not exist', async () => {
    const record = decisionRecord({ tenant: 't1', requestId: 'hidden' });
    const id = await made(record);
    expect(await store.byId('t1', id)).toMatchObject({ tenant: 't1', answer: record.answer, inputs: record.inputs });
    expect((await store.byId(null, id)).answer).toEqual(record.answer);
    for (const [viewer, decisionId] of [['t2', id], ['t1', uuid7()], ['t1', 'nonsense']] as const) {
      await expect(store.byId(viewer, decisionId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(store.recordOutcome('t2', { decision_id: id, result: 'applied' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('keeps text that the database cannot hold, with a replacement character, instead of failing', async () => {
    const id = await made(decisionRecord({ requestId: 'odd', answer: { warnings: [{ code: 'ODD', text: 'nul \0 half \ud83d whole \u{1f600} backslash \\u0000' }] } }));
    const { answer } = await store.byId(null, id);
    expect(answer.warnings[0]?.text).toBe('nul \ufffd half \ufffd whole \u{1f600} backslash \\u0000');
  });

  it('keeps shadows out of the history', async () => {
    const active = await made(decisionRecord({ tenant: 't3', requestId: 'a' }));
    const shadow = decisionRecord({ tenant: 't3', requestId: 'a', answer: { engine: { name: 'spot_optimizer', version: '1.0.0', mode: 'shadow' } } });
    await store.recordShadow(shadow, active);
    expect((await store.history('t3', { limit: 10, offset: 0 })).total).toBe(1);
    expect((await store.byId('t3', shadow.answer.decision_id)).answer.engine.mode).toBe('shadow');
  });

  it('puts each decision into the partition of its month and moves early ones there when it is made', async () => {
    const nextSpring = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 5, 3);
    const early = await made(decisionRecord({ requestId: 'early', answer: { decision_id: uuid7({ msecs: nextSpring }) } }));
    const today = await made(decisionRecord({ requestId: 'today' }));
    const partitionOf = async (id: string) => (await pool.query<{ p: string }>('SELECT tableoid::regclass::text AS p FROM decision_execution_log WHERE execution_id = $1', [id]))[0]?.p;
    const month = (at: number): string => new Date(at).toISOString().slice(0, 7).replace('-', '_');
    expect(await partitionOf(today)).toBe(`decision_execution_log_${month(Date.now())}`);
    expect(await partitionOf(early)).toBe('decision_execution_log_rest');
    await Promise.all([pool.query('SELECT ensure_decision_partitions(6)'), store.preparePartitions()]);
    expect(await partitionOf(early)).toBe(`decision_execution_log_${month(nextSpring)}`);
  });
});

describe('engine memory', () => {
  const memory = (key: string, value: unknown, expires_at = '2099-01-01T00:00:00.000Z') => ({ key, value, expires_at });
  const recall = (tenant: string, at = new Date()) => store.recall({ tenant, clusterId: 'c-1', engineType: 'spot_optimizer', at });

  it('is kept per tenant and cluster, replaced by key, ordered, and forgotten when it expires', async () => {
    await made(decisionRecord({ tenant: 'm1', requestId: '1' }), [memory('b', { seen: 1 }), memory('a', null), memory('b', { seen: 2 })]);
    await made(decisionRecord({ tenant: 'm1', requestId: '2' }), [memory('a', 'new'), memory('old', 1, '2026-01-01T00:00:00.000Z')]);
    expect(await recall('m1')).toEqual([memory('a', 'new'), memory('b', { seen: 2 })]);
    expect(await recall('m1', new Date('2025-12-31T00:00:00Z'))).toHaveLength(3);
    expect(await recall('m2')).toEqual([]);
  });

  it('does not grow from a decision about another time', async () => {
    const answer = { engine: { name: 'spot_optimizer', version: '2.0.0', mode: 'what_if' } } as const;
    await made(decisionRecord({ tenant: 'm3', requestId: '1', answer }), [memory('a', 1)]);
    expect(await recall('m3')).toEqual([]);
  });
});

describe('the engine registry', () => {
  it('registers built-in engines once under fixed ids, however many replicas start', async () => {
    const builtIn = [{ type: 'spot_optimizer', version: '1.0.0' }, { type: 'spot_optimizer', version: '2.0.0' }] as const;
    await Promise.all(Array.from({ length: 5 }, () => store.registerEngines(builtIn, { spot_optimizer: '2.0.0' })));
    expect(await engines()).toMatchObject([
      { engine_id: engineId('spot_optimizer', '1.0.0'), engine_version: '1.0.0', active: false },
      { engine_id: engineId('spot_optimizer', '2.0.0'), engine_version: '2.0.0', active: true },
    ]);
    await store.registerEngines(builtIn, { spot_optimizer: '1.0.0' });
    expect((await engines()).filter(({ active }) => active).map(({ engine_version }) => engine_version)).toEqual(['1.0.0']);
  });
});

describe('retention', () => {
  it('drops old months whole and deletes the rest in batches, with outcomes, claims and memory', async () => {
    const daysAgo = (days: number): number => Date.now() - days * 86_400_000;
    const old = [400, 500, 366, 364].map((days, index) => ({ days, id: uuid7({ msecs: daysAgo(days) }), requestId: `old-${index}` }));
    for (const { id, requestId } of old) {
      await made(decisionRecord({ tenant: 'r1', requestId, answer: { decision_id: id } }));
      await store.recordOutcome('r1', { decision_id: id, result: 'applied' });
    }
    await pool.query("UPDATE decision_claims SET claimed_at = now() - interval '400 days' WHERE request_id IN ('old-0', 'old-1')");
    await pool.query("CREATE TABLE decision_execution_log_2020_01 PARTITION OF decision_execution_log FOR VALUES FROM (first_id_of('2020-01-01Z')) TO (first_id_of('2020-02-01Z'))");
    const removed = await store.deleteExpired({ keepDays: 365, batch: 2 });
    expect(removed).toMatchObject({ partitions: 1 });
    const left = (await store.history('r1', { limit: 10, offset: 0 })).rows.map(({ decision_id }) => decision_id);
    expect(left).toEqual([old[3]?.id]);
    expect(await pool.query("SELECT 1 FROM decision_outcomes WHERE tenant = 'r1'")).toHaveLength(1);
    expect(await pool.query("SELECT 1 FROM decision_claims WHERE tenant = 'r1'")).toHaveLength(2);
    expect(await pool.query("SELECT 1 FROM engine_memory WHERE key = 'old'")).toHaveLength(0);
    expect(await store.deleteExpired({ keepDays: 365, batch: 2 })).toEqual({ partitions: 0, rows: 0 });
  });
});
