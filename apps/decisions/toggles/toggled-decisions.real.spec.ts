import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DecisionEnvelope } from '@ml/contracts/decision';
import { askChangeToggles, askDecide, askReplay } from '@ml/contracts/decisions';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { runInCall } from '@ml/platform/call-context';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { serveDecisions, serveEngine, type Served, type StandIn } from '../test/served';

const servers = await realServers();
builtServices();
const administrator = new pg.Client({ connectionString: servers.database.url });
await administrator.connect();

let gateway: Booted;
let engine: StandIn;
let decisions: Served;
beforeAll(async () => {
  gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
  engine = await serveEngine(servers, 'shadow_it_tracker');
  decisions = await serveDecisions(servers, { SCAN_CONCURRENCY: '0' });
  await vi.waitFor(async () => expect(await codeOf(ask(envelope()))).toBe('no error'), { timeout: 20_000 });
});
afterAll(async () => {
  for (const service of [decisions, engine, gateway]) await service.close();
  await administrator.end();
});

const as = <T>(tenant: string | null, work: () => Promise<T>): Promise<T> => runInCall({ requestId: 'r', tenant, scope: 'platform', deadline: Date.now() + 20_000 }, work);
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: unknown) => (error as { code?: unknown }).code);
const envelope = (changes: Partial<DecisionEnvelope> = {}): DecisionEnvelope => ({
  ...{ request_id: uuid(), cluster_id: 'c-1', customer_id: null, decision_type: 'shadow_it', requirements: {}, constraints: {}, cause: 'routine' },
  ...changes,
});
const ask = (body: DecisionEnvelope) => as('acme', () => gateway.bus.ask(askDecide, { envelope: body, received_at: new Date().toISOString() }));
const toggle = (change: { enabled?: boolean; thresholds?: Readonly<Record<string, number>> }) => as(null, () => gateway.bus.ask(askChangeToggles, { toggles: { shadow_it_detection: change } }));
const asked = () => engine.asked.at(-1)?.envelope.requirements;

describe('a decision under a toggle', () => {
  it('is replayed with the threshold it was made with, whatever the toggle says by then', async () => {
    await toggle({ thresholds: { min_age_days: 21 } });
    await expect.poll(async () => ((await ask(envelope({ cluster_id: uuid() }))), asked()), { timeout: 15_000 }).toEqual({ min_age_days: 21 });
    const { decision_id } = await ask(envelope({ cluster_id: 'c-threshold' }));
    await ask(envelope({ cluster_id: 'c-threshold', requirements: { min_age_days: 3 } }));
    expect(asked()).toEqual({ min_age_days: 3 });
    await toggle({ enabled: false, thresholds: { min_age_days: 1 } });
    expect(await as('acme', () => gateway.bus.ask(askReplay, { decision_id }))).toMatchObject({ identical: true });
    expect(asked()).toEqual({ min_age_days: 21 });
    await toggle({ enabled: true });
  });

  it('stays what it is when the engine is switched off and the same request is sent again', async () => {
    const body = envelope({ cluster_id: 'c-off' });
    await expect.poll(() => codeOf(ask(body)), { timeout: 15_000 }).toBe('no error');
    const first = await ask(body);
    await toggle({ enabled: false });
    const late = envelope({ cluster_id: 'c-off-later' });
    await expect.poll(() => codeOf(ask({ ...late, request_id: uuid() })), { timeout: 15_000 }).toBe('ENGINE_DISABLED');
    expect(await ask(body)).toEqual(first);
    expect(await codeOf(ask({ ...body, requirements: { min_age_days: 9 } }))).toBe('REQUEST_ID_REUSED');
    expect(await codeOf(ask(late))).toBe('ENGINE_DISABLED');
    await toggle({ enabled: true });
    // Nothing was kept of the refusal.
    await expect.poll(() => codeOf(ask(late)), { timeout: 15_000 }).toBe('no error');
  });
});

describe('a result that could not be stored', () => {
  it('is not the one that another decision is taken from', async () => {
    await expect.poll(async () => (await ask(envelope({ cluster_id: 'c-known' }))).cached_from, { timeout: 20_000 }).toBeDefined();
    await administrator.query('ALTER TABLE decisions.decision_execution_log ADD CONSTRAINT nothing_more CHECK (cluster_id <> $$c-lost$$) NOT VALID');
    expect(await codeOf(ask(envelope({ cluster_id: 'c-lost' })))).not.toBe('no error');
    await administrator.query('ALTER TABLE decisions.decision_execution_log DROP CONSTRAINT nothing_more');
    const answer = await ask(envelope({ cluster_id: 'c-lost' }));
    expect(answer.cached_from).toBeUndefined();
    expect((await ask(envelope({ cluster_id: 'c-lost' }))).cached_from).toBe(answer.decision_id);
  });
});
