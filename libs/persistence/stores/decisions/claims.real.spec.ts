import { decisionRecord } from '@ml/testing/decision-record';
import { ownedDatabase } from '@ml/testing/owned-database';
import { describe, expect, it } from 'vitest';
import type { Claim, ClaimResult } from './claim-result';
import { DecisionStore } from './decision-store';

const database = await ownedDatabase('decisions');
const pool = database.connect({ poolSize: 20 });
const store = new DecisionStore(pool);
const otherReplica = new DecisionStore(database.connect());

let requests = 0;
const newRequest = (): string => `claim-${(requests += 1)}`;
const request = (requestId: string, leaseSeconds = 30) => ({ tenant: 'acme', requestId, bodyHash: 'h1', leaseSeconds });

const claimedBy = (result: ClaimResult): Claim => {
  if (result.state !== 'claimed') throw new Error(`not claimed but ${result.state}`);
  return result.claim;
};
const rowsOf = async (requestId: string): Promise<number> => (await pool.query('SELECT 1 FROM decision_execution_log WHERE request_id = $1', [requestId])).length;

describe('claims', () => {
  it('lets one of 20 callers decide and shows the others that it is being decided', async () => {
    const requestId = newRequest();
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? store : otherReplica).claim(request(requestId))));
    expect(results.map(({ state }) => state).sort()).toEqual(['claimed', ...Array.from({ length: 19 }, () => 'in_progress')]);
  });

  it('answers a repeated request with the stored decision, field by field in the same order', async () => {
    const requestId = newRequest();
    const claim = claimedBy(await store.claim(request(requestId)));
    const record = decisionRecord({ requestId });
    expect(await store.complete(claim, { record, remember: [] })).toEqual({ stored: true });
    const again = await otherReplica.claim(request(requestId));
    expect(JSON.stringify(again)).toBe(JSON.stringify({ state: 'done', answer: record.answer }));
  });

  it('refuses another body under the same request id, before and after the decision', async () => {
    const requestId = newRequest();
    const claim = claimedBy(await store.claim(request(requestId)));
    const other = { ...request(requestId), bodyHash: 'h2' };
    expect(await store.claim(other)).toEqual({ state: 'conflict' });
    await store.complete(claim, { record: decisionRecord({ requestId }), remember: [] });
    expect(await store.claim(other)).toEqual({ state: 'conflict' });
  });

  it('gives the same request id of two tenants to both', async () => {
    const requestId = newRequest();
    const results = await Promise.all(['acme', 'globex'].map((tenant) => store.claim({ ...request(requestId), tenant })));
    expect(results.map(({ state }) => state)).toEqual(['claimed', 'claimed']);
  });

  it('lets one of many take over an expired lease, with a higher fence', async () => {
    const requestId = newRequest();
    const first = claimedBy(await store.claim(request(requestId, 0.05)));
    await new Promise((resolve) => setTimeout(resolve, 80));
    const results = await Promise.all(Array.from({ length: 10 }, () => otherReplica.claim(request(requestId))));
    const taken = results.filter(({ state }) => state === 'claimed').map(claimedBy);
    expect(taken).toHaveLength(1);
    expect(taken[0]?.fence).toBeGreaterThan(first.fence);
  });

  it('refuses the decision of an overtaken claim and hands out the winner instead', async () => {
    const requestId = newRequest();
    const slow = claimedBy(await store.claim(request(requestId, 0)));
    const quick = claimedBy(await otherReplica.claim(request(requestId)));
    expect(await store.complete(slow, { record: decisionRecord({ requestId }), remember: [] })).toEqual({ stored: false, answer: null });
    const winner = decisionRecord({ requestId });
    await otherReplica.complete(quick, { record: winner, remember: [] });
    const late = await store.complete(slow, { record: decisionRecord({ requestId }), remember: [{ key: 'k', value: 1, expires_at: '2099-01-01T00:00:00Z' }] });
    expect(late).toEqual({ stored: false, answer: winner.answer });
    expect(await rowsOf(requestId)).toBe(1);
    expect(await store.recall({ tenant: 'acme', clusterId: 'c-1', engineType: 'spot_optimizer', at: new Date() })).toEqual([]);
  });

  it('stores one decision and one event when two complete the same claim at once', async () => {
    const requestId = newRequest();
    const claim = claimedBy(await store.claim(request(requestId)));
    const results = await Promise.all([store, otherReplica, store].map((replica) => replica.complete(claim, { record: decisionRecord({ requestId }), remember: [] })));
    expect(results.filter(({ stored }) => stored)).toHaveLength(1);
    expect(await rowsOf(requestId)).toBe(1);
    expect(await pool.query("SELECT 1 FROM outbox WHERE body ->> 'request_id' = $1", [requestId])).toHaveLength(1);
  });

  it('starts anew after a failure was given back, and a late completer of the failed attempt is still refused', async () => {
    const requestId = newRequest();
    const failed = claimedBy(await store.claim(request(requestId)));
    await store.release(failed);
    const second = claimedBy(await store.claim({ ...request(requestId), bodyHash: 'corrected' }));
    expect(second.fence).toBeGreaterThan(failed.fence);
    expect(await store.complete(failed, { record: decisionRecord({ requestId }), remember: [] })).toEqual({ stored: false, answer: null });
    await store.release(failed);
    expect(await store.complete(second, { record: decisionRecord({ requestId }), remember: [] })).toEqual({ stored: true });
  });

  it('keeps a claim that is renewed and says so when it was overtaken', async () => {
    const requestId = newRequest();
    const claim = claimedBy(await store.claim(request(requestId, 0)));
    expect(await store.renew(claim, 30)).toBe(true);
    expect((await otherReplica.claim(request(requestId))).state).toBe('in_progress');
    await store.renew(claim, 0);
    await otherReplica.claim(request(requestId));
    expect(await store.renew(claim, 30)).toBe(false);
  });

  it('writes nothing at all when one part of the decision cannot be written', async () => {
    const requestId = newRequest();
    const claim = claimedBy(await store.claim(request(requestId)));
    const bad = decisionRecord({ requestId, clusterId: 'x'.repeat(300) });
    await expect(store.complete(claim, { record: bad, remember: [] })).rejects.toMatchObject({ code: 'BAD_FIELD' });
    expect(await rowsOf(requestId)).toBe(0);
    expect((await store.claim(request(requestId))).state).toBe('in_progress');
  });
});
