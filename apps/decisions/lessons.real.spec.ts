import { zstdCompressSync } from 'node:zlib';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AppError } from '@ml/contracts/app-error';
import { askEngines, askSelectEngine, askUploadEngine } from '@ml/contracts/custom-engines';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { askDecide, askReplay } from '@ml/contracts/decisions';
import { poolsPublished, type PoolLesson } from '@ml/contracts/pools';
import { priceSnapshotPublished } from '@ml/contracts/pricing';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { runInCall } from '@ml/platform/call-context';
import { builtServices } from '@ml/testing/built-services';
import { syntheticMarket } from '@ml/testing/markets';
import { realServers } from '@ml/testing/real';
import { serveInline, type InlineEngine } from './test/inline-engine';
import { serveDecisions, type Served } from './test/served';

const servers = await realServers();
builtServices();
const market = syntheticMarket({ types: 120, zones: 6, seed: 7, asOf: new Date().toISOString() });

let gateway: Booted;
let feedback: Booted;
const open: { close(): Promise<unknown> }[] = [];
let engine: InlineEngine;
let decisions: Served;

const as = <T>(work: () => Promise<T>, ms = 30_000): Promise<T> => runInCall({ requestId: uuid(), tenant: 'acme', scope: 'admin', deadline: Date.now() + ms }, work);
const decide = (ms?: number, more: { readonly evaluate_at?: string } = {}): Promise<DecisionAnswer> => {
  const requirements = { region: 'us-east-1', vcpu: 4, memory_gib: 16, count: 20 };
  const envelope = { request_id: uuid(), cluster_id: 'c-1', customer_id: null, decision_type: 'spot_optimize', requirements, constraints: {}, cause: 'routine' } as const;
  return as(() => gateway.bus.ask(askDecide, { envelope, received_at: new Date().toISOString(), ...more }), ms);
};
const replay = (decision_id: string) => as(() => gateway.bus.ask(askReplay, { decision_id }));
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'no error', (error: unknown) => (error as AppError).code);

const lessonOf = (pool: string, more: Partial<PoolLesson>): PoolLesson => {
  const [instance_type = '', availability_zone = ''] = pool.split('/');
  return { instance_type, availability_zone, level: 'NORMAL', learned_score: 0.5, confidence: 0.65, blocked_until: null, ...more };
};
const tell = (snapshot_id: string, revision: number): Promise<void> =>
  feedback.bus.publish(poolsPublished, { snapshot_id, revision, weight: 0.1, pools: 1, published_at: new Date().toISOString() }, { id: uuid(), key: 'all' });
const teach = async (revision: number, ...pools: readonly PoolLesson[]): Promise<string> => {
  const id = await feedback.blobs.put(zstdCompressSync(JSON.stringify({ weight: 0.1, as_of: new Date().toISOString(), pools })), 'snapshot');
  await tell(id, revision);
  return id;
};
/** The next decision, once `decisions` has heard. */
const decidedWith = async (snapshot: string): Promise<DecisionAnswer> => {
  await vi.waitFor(async () => expect((await decide()).evidence.pool_snapshot).toBe(snapshot), { timeout: 20_000, interval: 20 });
  return decide();
};
const poolsOf = ({ allocation_plan: plan }: DecisionAnswer): readonly string[] =>
  (plan as { nodes: { instance_type: string; availability_zone: string; capacity_type: string }[] }).nodes.filter((node) => node.capacity_type === 'spot').map((node) => `${node.instance_type}/${node.availability_zone}`);

beforeAll(async () => {
  gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
  feedback = await bootService('feedback', {}, { ...servers.envOf('feedback'), LOG_FILE: '/dev/null' });
  const pricing = await bootService('pricing', {}, { ...servers.envOf('pricing'), LOG_FILE: '/dev/null' });
  const snapshot_id = await pricing.blobs.put(zstdCompressSync(JSON.stringify(market)), 'snapshot');
  const { region, as_of, types, pools } = market;
  await pricing.bus.publish(priceSnapshotPublished, { region, snapshot_id, as_of, prices_as_of: as_of, types: types.length, pools: pools.length, published_at: as_of }, { id: snapshot_id, key: region });
  engine = await serveInline(servers, 'spot_optimize', pricing.blobs);
  decisions = await serveDecisions(servers, { SCAN_CONCURRENCY: '0' });
  open.push({ close: () => decisions.close() }, engine, gateway, pricing, feedback);
  await vi.waitFor(async () => expect((await decide()).evidence.price_snapshot).toBe(snapshot_id), { timeout: 20_000, interval: 100 });
});
afterAll(async () => {
  for (const service of open) await service.close();
});

describe('lessons of interruptions', () => {
  let before: DecisionAnswer;
  let risky: string;
  let known: string;

  it('are none before the first are told, and prices alone decide', async () => {
    before = await decide();
    expect(before.evidence).toMatchObject({ pool_snapshot: null, feedback_weight: 0 });
    await vi.waitFor(async () => expect((await decide()).cached_from).toBeDefined(), { timeout: 20_000, interval: 50 });
    risky = poolsOf(before)[0] ?? '';
    expect(risky).not.toBe('');
  });

  it('change the next decision although the same request has been answered and kept', async () => {
    known = await teach(10, lessonOf(risky, { level: 'CONFIRMED_RISKY' }));
    const after = await decidedWith(known);
    expect(poolsOf(after)).not.toContain(risky);
    expect(after.evidence).toMatchObject({ pool_snapshot: known, feedback_weight: 0.1 });
    const [type = '', zone] = risky.split('/');
    expect(after.held).toContainEqual(expect.objectContaining({ code: 'CONFIRMED_RISKY', target: { kind: 'InstanceType', name: type }, details: expect.objectContaining({ availability_zones: [zone] }) as unknown }));
    expect(engine.asked.at(-1)?.facts.pools).toBe(known);
  });

  it('count for what-if questions as well', async () => {
    const asked = await decide(undefined, { evaluate_at: new Date(Date.now() + 3_600_000).toISOString() });
    expect([asked.evidence.pool_snapshot, poolsOf(asked).includes(risky)]).toEqual([known, false]);
  });

  it('are those of then when a decision is made again', async () => {
    expect(await replay(before.decision_id)).toMatchObject({ identical: true, differences: [] });
    expect((await replay(before.decision_id)).replayed.evidence.pool_snapshot).toBeNull();
    expect(await replay((await decide()).decision_id)).toMatchObject({ identical: true, replayed: { evidence: { pool_snapshot: known } } });
  });

  it('never go back to older ones, whatever is told later', async () => {
    const older = await teach(9, lessonOf(risky, {}));
    const newer = await teach(11, lessonOf(risky, { level: 'UNCERTAIN' }));
    await decidedWith(newer);
    await tell(older, 9);
    await decidedWith(await teach(12, lessonOf(risky, { level: 'CONFIRMED_RISKY', learned_score: 0.4 })));
    expect(engine.asked.map(({ facts }) => facts.pools)).not.toContain(older);
  });

  it('are known to a replica from its first answer on', async () => {
    const { evidence } = await decide();
    for (let start = 0; start < 3; start += 1) {
      await decisions.close();
      decisions = await serveDecisions(servers, { SCAN_CONCURRENCY: '0' });
      expect((await decide()).evidence.pool_snapshot).toBe(evidence.pool_snapshot);
    }
  });

  it('reach engines of the operator too', async () => {
    const held = "[{ code: 'SEEN', text: (input.facts.pools === null ? 'no lessons' : input.facts.pools.pools.map((pool) => pool.level).join()), target: { kind: 'Cluster', name: 'all' } }]";
    const source = `export const name = 'reader';\nexport const version = '1.0.0';\nexport const type = 'spot_optimizer';\nexport const configSchema = {};\nexport const decide = (input) => ({ decision: { verdict: 'hold', confidence_score: 1, held: ${held} } });`;
    const form = { engine_name: 'reader', engine_version: '1.0.0', engine_type: 'spot_optimizer', config: null, file_name: 'engine.mjs', uploaded_by: 'spec' } as const;
    const { engine_id } = await as(() => gateway.bus.ask(askUploadEngine, form, { attachment: Buffer.from(source) }));
    await as(() => gateway.bus.ask(askSelectEngine, { engine_id }));
    await vi.waitFor(async () => expect((await decide()).engine.custom?.name).toBe('reader'), { timeout: 20_000, interval: 50 });
    expect((await decide()).held[0]).toMatchObject({ code: 'SEEN', text: 'CONFIRMED_RISKY' });
    const { rows } = await as(() => gateway.bus.ask(askEngines, { engine_type: 'spot_optimizer', limit: 10, offset: 0 }));
    await as(() => gateway.bus.ask(askSelectEngine, { engine_id: rows.filter(({ origin }) => origin === 'built_in').at(-1)?.engine_id ?? '' }));
    await vi.waitFor(async () => expect((await decide()).engine.custom).toBeUndefined(), { timeout: 20_000, interval: 50 });
  });

  it('that have left the blob store are not taken for good news', async () => {
    const gone = await teach(13, lessonOf(risky, { level: 'CONFIRMED_RISKY' }));
    const made = await decidedWith(gone);
    await feedback.blobs.delete(gone, 'snapshot');
    expect(await codeOf(replay(made.decision_id))).toBe('NOT_FOUND');
    const lost = `sha256:${'0'.repeat(64)}`;
    await tell(lost, 14);
    await vi.waitFor(async () => expect(await codeOf(decide(1_500))).toBe('UNAVAILABLE'), { timeout: 20_000, interval: 50 });
    const anew = await teach(15, lessonOf(risky, { level: 'CONFIRMED_RISKY' }));
    expect(poolsOf(await decidedWith(anew))).not.toContain(risky);
  });
});
