import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { zstdCompressSync } from 'node:zlib';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { DecisionAnswer, DecisionEnvelope } from '@ml/contracts/decision';
import { askDecide, askDecision, askHistory, askRecordOutcome, askReplay, askSavings, decisionMade, type DecisionMade } from '@ml/contracts/decisions';
import { spotOptimizerEngine, type EngineAsk, type EngineReply } from '@ml/contracts/engines';
import { priceSnapshotPublished } from '@ml/contracts/pricing';
import type { Owner } from '@ml/contracts/wire';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { Answers, withAttachment, type BusContext } from '@ml/platform/bus/handlers';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { Packed } from '@ml/platform/bus/packed';
import { runInCall } from '@ml/platform/call-context';
import { createDecideTask } from '@ml/platform/engine/decide-task';
import { describeEngine } from '@ml/platform/engine/describe-engine';
import { taskState } from '@ml/platform/engine/task-state';
import { PlatformModule } from '@ml/platform/platform-module';
import { builtServices } from '@ml/testing/built-services';
import { ENGINE_CATALOGUE } from '@ml/testing/engine-catalogue';
import { syntheticMarket } from '@ml/testing/markets';
import { realServers } from '@ml/testing/real';
import { DecisionsModule } from './decisions.module';
import { decisionsSettings } from './settings';

const servers = await realServers();
builtServices();
const engine = ENGINE_CATALOGUE.spot_optimize;
const decide = createDecideTask(engine, {});
const behaviour: { asks: number; before: () => Promise<void> } = { asks: 0, before: async () => undefined };

let blobs: Booted['blobs'];

/** The real engine's task, in this process instead of a thread. */
@Controller()
class InlineEngine {
  @Answers(spotOptimizerEngine.decide)
  async decide(@Payload() ask: EngineAsk, @Ctx() { attachment }: BusContext): Promise<EngineReply> {
    behaviour.asks += 1;
    await behaviour.before();
    const prices = await Promise.all(Object.entries(ask.facts.prices).map(async ([key, id]) => ({ key, id, bytes: await blobs.get(id) })));
    const result = await decide({ ask, state: await taskState(attachment, ask.state_form), prices, pools: null, build: 'test' });
    if (!result.ok) throw AppError.fromBody(result.error);
    return withAttachment<EngineReply>(result.reply, new Packed(result.projected, { bytes: result.projected.bytes }));
  }

  @Answers(spotOptimizerEngine.describe)
  describe() {
    return describeEngine(engine, 'test', {});
  }
}

@Module({ controllers: [InlineEngine] })
class InlineEngineModule {}

const serve = async (owner: Owner, module: Type<unknown>, env: Record<string, string> = {}) => {
  const settings = owner === 'decisions' ? decisionsSettings : {};
  const booted = await bootService(owner, settings, { ...servers.envOf(owner), LOG_FILE: '/dev/null', ...env });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), module] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  return { booted, close: async () => (await app.close(), await booted.close()) };
};

const envelope = (changes: Partial<DecisionEnvelope> = {}): DecisionEnvelope => ({
  request_id: uuid(),
  cluster_id: 'c-1',
  customer_id: null,
  decision_type: 'spot_optimize',
  requirements: { region: 'us-east-1', vcpu: 4, memory_gib: 16, count: 20 },
  constraints: {},
  cause: 'routine',
  ...changes,
});

describe('decisions', () => {
  const open: { close: () => Promise<unknown> }[] = [];
  let gateway: Booted;

  const as = <T>(tenant: string | null, work: () => Promise<T>, ms = 20_000): Promise<T> =>
    runInCall({ requestId: uuid(), tenant, scope: 'platform', deadline: Date.now() + ms }, work);
  const ask = (body: DecisionEnvelope, { tenant = 'acme', state = '{}' }: { tenant?: string | null; state?: string } = {}): Promise<DecisionAnswer> =>
    as(tenant, () => gateway.bus.ask(askDecide, { envelope: body, received_at: new Date().toISOString() }, { attachment: Buffer.from(state) }));
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no error',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );

  beforeAll(async () => {
    gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
    const pricing = await bootService('pricing', {}, { ...servers.envOf('pricing'), LOG_FILE: '/dev/null' });
    blobs = pricing.blobs;
    const market = syntheticMarket({ types: 120, zones: 6, seed: 7, asOf: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString() });
    const snapshot_id = await blobs.put(zstdCompressSync(JSON.stringify(market)), 'snapshot');
    const published = { region: market.region, snapshot_id, as_of: market.as_of, prices_as_of: market.as_of, types: 120, pools: market.pools.length, published_at: market.as_of };
    await pricing.bus.publish(priceSnapshotPublished, published, { id: snapshot_id, key: market.region });
    open.push(await serve('spot-optimizer', InlineEngineModule), await serve('decisions', DecisionsModule), gateway, pricing);
    await vi.waitFor(async () => expect((await ask(envelope())).evidence.price_snapshot).toBe(snapshot_id), { timeout: 20_000, interval: 100 });
  });
  afterAll(async () => {
    for (const service of open) await service.close();
  });
  beforeEach(() => {
    behaviour.asks = 0;
    behaviour.before = async () => undefined;
  });

  it('decides, stores and tells', async () => {
    const told: DecisionMade[] = [];
    const watch = await gateway.bus.watch(decisionMade, { from: 0 }, (made) => void told.push(made));
    const answer = await ask(envelope({ cluster_id: 'c-told' }));
    expect(answer.verdict).toBe('act');
    await expect.poll(() => told.some(({ decision_id }) => decision_id === answer.decision_id), { timeout: 20_000 }).toBe(true);
    const stored = await as('acme', () => gateway.bus.ask(askDecision, { decision_id: answer.decision_id }));
    expect(stored).toMatchObject(answer);
    await watch.stop();
  });

  it('gives the same decision to the same request, also at the same time, and computes it once', async () => {
    const body = envelope();
    behaviour.before = () => new Promise((resolve) => setTimeout(resolve, 300));
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(body)));
    expect(new Set(answers.map(({ decision_id }) => decision_id)).size).toBe(1);
    expect(behaviour.asks).toBeLessThanOrEqual(1);
    const history = await as('acme', () => gateway.bus.ask(askHistory, { limit: 1000, offset: 0 }));
    expect(history.rows.filter(({ decision_id }) => decision_id === answers[0]?.decision_id)).toHaveLength(1);
  });

  it('refuses another body under the same request id', async () => {
    const body = envelope();
    await ask(body);
    expect(await codeOf(ask({ ...body, cause: 'spot_notice' }))).toBe('REQUEST_ID_REUSED');
    expect(await codeOf(ask(body, { state: '{"nodes":[]}' }))).toBe('REQUEST_ID_REUSED');
    expect(await codeOf(ask(body, { tenant: 'other' }))).toBe('no error');
  });

  it('reuses the result for the same input under a decision id of its own, and says so', async () => {
    const first = await ask(envelope({ cluster_id: 'c-cached' }));
    await expect.poll(async () => (await ask(envelope({ cluster_id: 'c-cached' }))).cached_from, { timeout: 15_000 }).toBeDefined();
    const again = await ask(envelope({ cluster_id: 'c-cached' }));
    expect(again.decision_id).not.toBe(first.decision_id);
    expect(again.recommendations).toEqual(first.recommendations);
    const other = await ask(envelope({ cluster_id: 'c-cached', requirements: { region: 'us-east-1', vcpu: 8, memory_gib: 16, count: 20 } }));
    expect(other.cached_from).toBeUndefined();
  });

  it('replays a decision to the same bytes, a cached one too', async () => {
    const state = JSON.stringify({ nodes: [{ metadata: { name: 'n1', labels: { 'node.kubernetes.io/instance-type': 'm5.xlarge', 'topology.kubernetes.io/zone': 'us-east-1a' } } }] });
    const answer = await ask(envelope({ cluster_id: 'c-replay' }), { state });
    const replay = await as('acme', () => gateway.bus.ask(askReplay, { decision_id: answer.decision_id }));
    expect(replay).toMatchObject({ identical: true, differences: [], build_differs: false });
    const cached = await ask(envelope({ cluster_id: 'c-replay' }), { state });
    expect((await as('acme', () => gateway.bus.ask(askReplay, { decision_id: cached.decision_id }))).identical).toBe(true);
  });

  it('answers what-if questions with the asked time, stores no memory of them and marks the plan', async () => {
    const evaluate_at = '2026-03-01T03:00:00Z';
    const answer = await as('acme', () => gateway.bus.ask(askDecide, { envelope: envelope(), received_at: new Date().toISOString(), evaluate_at }));
    expect(answer).toMatchObject({ engine: { mode: 'what_if' }, executable: false, evidence: { now: evaluate_at } });
  });

  it('passes the path of a wrong quantity on and keeps no trace of the request', async () => {
    const body = envelope();
    const state = JSON.stringify({ nodes: [{ metadata: { name: 'n1' }, status: { allocatable: { cpu: '5x' } } }] });
    await expect(ask(body, { state })).rejects.toMatchObject({ code: 'BAD_QUANTITY', path: 'current_state.nodes[0].status.allocatable.cpu' });
    await expect(ask(body, { state: '{"nodes":[' })).rejects.toMatchObject({ code: 'BAD_JSON', path: 'current_state' });
    expect((await ask(body)).verdict).toBe('act');
  });

  it('asks the engine again when it fails in a way that may pass, within the deadline', async () => {
    let failures = 2;
    behaviour.before = async () => {
      if (failures-- > 0) throw new AppError('BUSY', 'the thread ended');
    };
    expect((await ask(envelope({ cluster_id: 'c-again', constraints: { excluded: ['x'] } }))).verdict).toBe('act');
    expect(behaviour.asks).toBe(3);
  });

  it('shows a tenant its own decisions only, and the platform all', async () => {
    const answer = await ask(envelope(), { tenant: 'mine' });
    const look = (tenant: string | null) => codeOf(as(tenant, () => gateway.bus.ask(askDecision, { decision_id: answer.decision_id })));
    expect([await look('mine'), await look(null), await look('theirs')]).toEqual(['no error', 'no error', 'NOT_FOUND']);
    const theirs = await as('theirs', () => gateway.bus.ask(askHistory, { limit: 10, offset: 0 }));
    expect(theirs).toEqual({ rows: [], total: 0 });
  });

  it('adds up what was predicted and what came of it', async () => {
    const answer = await ask(envelope({ cluster_id: 'c-savings' }), { tenant: 'saver' });
    await as('saver', () => gateway.bus.ask(askRecordOutcome, { decision_id: answer.decision_id, result: 'applied', realised_monthly_savings: 12.34 }));
    const { rows } = await as('saver', () => gateway.bus.ask(askSavings, { months: 1 }));
    expect(rows).toMatchObject([{ engine: 'spot_optimizer', realised_monthly_savings: 12.34, predicted_monthly_savings: answer.estimated_savings }]);
    expect(await codeOf(as('other', () => gateway.bus.ask(askRecordOutcome, { decision_id: answer.decision_id, result: 'applied' })))).toBe('NOT_FOUND');
  });
});
