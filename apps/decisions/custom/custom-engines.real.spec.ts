import pg from 'pg';
import { readFileSync } from 'node:fs';
import { zstdCompressSync } from 'node:zlib';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AppError } from '@ml/contracts/app-error';
import { askEngineMetadata, askEngines, askSelectEngine, askShadowEngine, askTestEngine, askUploadEngine, type UploadEngine } from '@ml/contracts/custom-engines';
import type { DecisionAnswer, DecisionEnvelope } from '@ml/contracts/decision';
import { askDecide, askHistory, askReplay } from '@ml/contracts/decisions';
import { priceSnapshotPublished } from '@ml/contracts/pricing';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { runInCall } from '@ml/platform/call-context';
import { builtServices } from '@ml/testing/built-services';
import { syntheticMarket } from '@ml/testing/markets';
import { realServers } from '@ml/testing/real';
import { serveInline, type InlineEngine } from '../test/inline-engine';
import { serveDecisions, type Served } from '../test/served';
import { samplesOf } from './samples';

const servers = await realServers();
builtServices();
const administrator = new pg.Client({ connectionString: servers.database.url });
await administrator.connect();

let gateway: Booted;
let engine: InlineEngine;
let spot: InlineEngine;
let ghosts: InlineEngine;
const replicas: Served[] = [];
const others: Booted[] = [];

beforeAll(async () => {
  gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
  const pricing = await bootService('pricing', {}, { ...servers.envOf('pricing'), LOG_FILE: '/dev/null' });
  others.push(gateway, pricing);
  const market = syntheticMarket({ types: 40, zones: 3, seed: 7, asOf: new Date().toISOString() });
  const snapshot_id = await pricing.blobs.put(zstdCompressSync(JSON.stringify(market)), 'snapshot');
  const published = { region: market.region, snapshot_id, as_of: market.as_of, prices_as_of: market.as_of, types: 40, pools: market.pools.length, published_at: market.as_of };
  await pricing.bus.publish(priceSnapshotPublished, published, { id: snapshot_id, key: market.region });
  engine = await serveInline(servers, 'bin_pack', pricing.blobs);
  spot = await serveInline(servers, 'spot_optimize', pricing.blobs);
  ghosts = await serveInline(servers, 'ghost_probe', pricing.blobs);
  const env = { SCAN_CONCURRENCY: '0', ENGINE_SANDBOX_SECONDS: '1', ENGINE_SANDBOX_MEMORY_MB: '64', ENGINE_SANDBOX_THREADS: '1' };
  replicas.push(await serveDecisions(servers, env), await serveDecisions(servers, env));
  await vi.waitFor(async () => expect((await decide()).evidence.price_snapshot).toBe(snapshot_id), { timeout: 30_000, interval: 200 });
});
afterAll(async () => {
  for (const service of [...replicas, engine, spot, ghosts, ...others]) await service.close();
  await administrator.end();
});

const as = <T>(work: () => Promise<T>, ms = 30_000): Promise<T> => runInCall({ requestId: uuid(), tenant: 'acme', scope: 'admin', deadline: Date.now() + ms }, work);
const errorOf = (work: Promise<unknown>): Promise<AppError | undefined> => work.then(() => undefined, (error: unknown) => error as AppError);
const codeOf = async (work: Promise<unknown>): Promise<string> => (await errorOf(work))?.code ?? 'no error';

const [SAMPLE] = samplesOf('bin_packing', Date.now());
const envelope = (changes: Partial<DecisionEnvelope> = {}): DecisionEnvelope => ({ ...SAMPLE.envelope, request_id: uuid(), cluster_id: uuid(), ...changes });
const decide = (changes: Partial<DecisionEnvelope> = {}): Promise<DecisionAnswer> => {
  const body = envelope(changes);
  return as(() => gateway.bus.ask(askDecide, { envelope: body, received_at: new Date().toISOString() }, { attachment: SAMPLE.state }));
};
const inMood = (mood: string): Promise<DecisionAnswer> => decide({ requirements: { ...SAMPLE.envelope.requirements, mood } });
const replay = (decision_id: string) => as(() => gateway.bus.ask(askReplay, { decision_id }));
const list = () => as(() => gateway.bus.ask(askEngines, { engine_type: 'bin_packing', limit: 100, offset: 0 }));
const select = (engine_id: string, config?: Record<string, unknown>) => as(() => gateway.bus.ask(askSelectEngine, { engine_id, ...(config && { config }) }));
const builtIn = async (): Promise<string> => (await list()).rows.find(({ origin }) => origin === 'built_in')?.engine_id ?? '';
/** Every replica has followed when several answers in a row come from there. */
const decidedBy = (name: string | undefined) =>
  expect.poll(async () => new Set((await Promise.all(Array.from({ length: 6 }, () => decide()))).map((answer) => answer.engine.custom?.name)), { timeout: 20_000 }).toEqual(new Set([name]));

const upload = (source: string, changes: Partial<UploadEngine> = {}) => {
  const named = (name: string): string => new RegExp(`export const ${name} = '([^']+)'`).exec(source)?.[1] ?? 'none';
  const form = { engine_name: named('name'), engine_version: named('version'), engine_type: 'bin_packing', config: null, file_name: 'engine.mjs', uploaded_by: 'spec', ...changes } as const;
  return as(() => gateway.bus.ask(askUploadEngine, form, { attachment: Buffer.from(source) }));
};
const HELD = "[{ code: 'NOTHING', text: 'Nothing to do.', target: { kind: 'Cluster', name: 'all' } }]";
const holding = (name: string, body = '', more = ''): string => `export const name = '${name}';
export const version = '1.0.0';
export const type = 'bin_packing';
export const configSchema = { least: { default: 2, min: 1, max: 9 } };
export const decide = (input) => {
  ${body}
  return { decision: { verdict: 'hold', confidence_score: input.config.least / 10, held: ${HELD}${more} }, remember: [{ key: 'times', value: (input.memory[0]?.value ?? 0) + 1, expires_at: new Date(input.now + 1e6).toISOString() }] };
};`;

/** Well behaved on every sample, and as the request wishes on others. */
const MOODS = {
  loops: ['while (true);', 'ENGINE_TOO_SLOW'],
  'never comes back': ['Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);', 'ENGINE_TOO_SLOW'],
  allocates: ['const all = []; for (;;) all.push(new Array(1e4).fill(0));', 'ENGINE_OUT_OF_MEMORY'],
  throws: ["throw new Error('not today');", 'ENGINE_THREW: Error: not today'],
  'returns NaN': ["return { decision: { verdict: 'act', confidence_score: NaN } };", 'ENGINE_THREW: TypeError: confidence_score is NaN'],
  'returns wrong types': ["return { decision: { verdict: 'hold', confidence_score: '1' } };", 'ENGINE_BAD_ANSWER: decision.confidence_score'],
  'returns 10 MB': ["return { decision: { verdict: 'x'.repeat(10e6) } };", 'ENGINE_'],
  'returns a circle': ['const a = {}; a.a = a; return a;', 'ENGINE_THREW: TypeError: circular'],
  'promises savings without plan': ["return { decision: { verdict: 'hold', confidence_score: 1, estimated_savings: 1e6 } };", 'ENGINE_BAD_ANSWER'],
  fetches: ["return fetch('http://localhost');", 'ENGINE_THREW: ReferenceError'],
  'looks at the clock': ['return { now: Date.now() };', 'ENGINE_THREW: Error: there is no clock'],
  escapes: ["return (() => {}).constructor('return process.exit(1)')();", 'ENGINE_THREW: ReferenceError'],
  pollutes: ['return JSON.parse(\'{"decision": {"verdict": "hold", "confidence_score": 1, "extra": {"a": {"__proto__": {"polluted": 1}}}}}\');', 'ENGINE_BAD_ANSWER'],
} as const;
const moody = holding('moody', `switch (input.request.requirements.mood) {\n${Object.entries(MOODS).map(([mood, [body]]) => `case '${mood}': { ${body} }`).join('\n')}\n}`);

describe('custom engines', () => {
  it.each([
    ['Python', 'def decide(state): pass', 'NOT_A_MODULE', 1],
    ['an import', `import fs from 'fs';\n${holding('importer')}`, 'IMPORTS', 1],
    ['one that loops', holding('looper', 'for (;;);'), 'ENGINE_TOO_SLOW', null],
    ['one that throws', holding('thrower', 'input.nothing.at.all;'), 'ENGINE_THREW', 6],
    ['one that is too sure', holding('sure', '', ', confidence_score: 2'), 'ENGINE_BAD_ANSWER', null],
  ])('are refused with their findings: %s', async (...[, source, reason, line]) => {
    const refused = await errorOf(upload(source, { engine_name: source.includes('def ') ? 'python' : (/name = '([^']+)'/.exec(source)?.[1] ?? ''), engine_version: '1.0.0' }));
    expect(refused).toMatchObject({ code: 'BAD_ENGINE', path: 'file', details: { reason, findings: expect.arrayContaining([expect.objectContaining({ code: reason, line })]) as unknown } });
    expect((await list()).rows.filter(({ origin }) => origin === 'custom')).toEqual([]);
  });

  it('are refused as a file of another kind, and without one', async () => {
    expect(await codeOf(upload(holding('packer'), { file_name: 'engine.py' }))).toBe('BAD_ENGINE');
    const form = { engine_name: 'a', engine_version: '1.0.0', engine_type: 'bin_packing', config: null, file_name: 'a.js', uploaded_by: 'spec' } as const;
    expect(await codeOf(as(() => gateway.bus.ask(askUploadEngine, form)))).toBe('BAD_UPLOAD');
  });

  it('are registered once, inactive, after they have answered every sample', async () => {
    const uploaded = await upload(holding('packer'), { config: { least: 3 } });
    expect(uploaded).toMatchObject({ status: 'registered', warnings: [] });
    expect(uploaded.contract_test.map(({ verdict }) => verdict)).toEqual(['hold', 'hold']);
    expect(await codeOf(upload(holding('packer')))).toBe('ENGINE_EXISTS');
    expect((await list()).rows.map(({ name, origin, active, shadow }) => [name, origin, active, shadow])).toEqual([
      ['bin_packing', 'built_in', true, false],
      ['packer', 'custom', false, false],
    ]);
    const metadata = await as(() => gateway.bus.ask(askEngineMetadata, { engine_id: uploaded.engine_id }));
    expect(metadata).toMatchObject({ config: { least: 3 }, config_schema: { least: { min: 1 } }, input_schema: { required: expect.arrayContaining(['state']) as unknown } });
    expect(await as(async () => gateway.bus.ask(askEngineMetadata, { engine_id: await builtIn() }))).toMatchObject({ origin: 'built_in', sha256: null, config: { young_node_minutes: expect.anything() as unknown } });
    expect((await decide()).engine.custom).toBeUndefined();
    expect(await codeOf(as(() => gateway.bus.ask(askEngineMetadata, { engine_id: uuid() })))).toBe('NOT_FOUND');
  });

  it('can be tested: on a sample of ours and on one of the caller, with nothing stored', async () => {
    const id = (await list()).rows.find(({ name }) => name === 'packer')?.engine_id ?? '';
    const test = (engine_id: string, sample: Record<string, unknown> | null) => as(() => gateway.bus.ask(askTestEngine, { engine_id, sample, received_at: new Date().toISOString() }));
    const before = (await as(() => gateway.bus.ask(askHistory, { limit: 1, offset: 0 }))).total;
    expect(await test(id, null)).toMatchObject({ verdict: 'hold', engine: { mode: 'test', custom: { name: 'packer' } }, confidence_score: 0.3 });
    expect(await test(id, { cluster_id: 'mine', current_state: {} })).toMatchObject({ cluster_id: 'mine', verdict: 'hold' });
    expect((await test(await builtIn(), null)).engine).toMatchObject({ name: 'bin_packing', mode: 'test' });
    expect(await codeOf(test(id, { decision_type: 'rightsize' }))).toBe('BAD_FIELD');
    expect((await as(() => gateway.bus.ask(askHistory, { limit: 1, offset: 0 }))).total).toBe(before);
  });

  it('are told neither the id of a request nor the order of its fields: what they decide is reused and replayed', async () => {
    const { engine_id } = await upload(holding('curious', '', ', extra: { told: Object.keys(input.request), required: Object.keys(input.request.requirements) }'));
    const sample = { requirements: { mood: 'good', level: 1, a: 2 } };
    const answer = await as(() => gateway.bus.ask(askTestEngine, { engine_id, sample, received_at: new Date().toISOString() }));
    expect(answer['told']).toEqual(['cause', 'cluster_id', 'constraints', 'customer_id', 'decision_type', 'requirements']);
    expect(answer['required']).toEqual(['a', 'level', 'mood']);
  });

  it('decide when they are selected, on every replica, with what they remember; and are replayed to the same bytes after that', async () => {
    const id = (await list()).rows.find(({ name }) => name === 'packer')?.engine_id ?? '';
    expect(await errorOf(select(id, { least: 10 }))).toMatchObject({ code: 'BAD_FIELD', path: 'config.least' });
    expect(await errorOf(select(id, { most: 1 }))).toMatchObject({ code: 'BAD_FIELD', path: 'config.most' });
    const selected = await select(id, { least: 5 });
    expect(selected).toMatchObject({ status: 'selected', engine: { name: 'packer', active: true }, previous_active: { origin: 'built_in', active: false } });
    await decidedBy('packer');
    const cluster_id = uuid();
    const first = await decide({ cluster_id });
    expect(first).toMatchObject({ verdict: 'hold', confidence_score: 0.5, engine: { name: 'bin_packing', version: '1.0.0', mode: 'active', custom: { id, name: 'packer', version: '1.0.0' } }, warnings: [] });
    await decide({ cluster_id, cause: 'spot_notice' });
    const remembered = await administrator.query('SELECT key, value FROM decisions.engine_memory WHERE cluster_id = $1', [cluster_id]);
    expect(remembered.rows).toEqual([{ key: 'custom:packer:times', value: 2 }]);
    expect(engine.asked.at(-1)?.memory).toEqual([]);
    expect((await as(() => gateway.bus.ask(askHistory, { limit: 1, offset: 0, engine_id: id }))).rows).toMatchObject([{ engine_id: id }]);
    expect(await select(await builtIn())).toMatchObject({ previous_active: { name: 'packer' }, revision: selected.revision + 1 });
    await decidedBy(undefined);
    expect(await replay(first.decision_id)).toMatchObject({ identical: true, differences: [], build_differs: false });
    expect(await errorOf(select(await builtIn(), { least: 1 }))).toMatchObject({ code: 'BAD_FIELD' });
  });

  it('are reused from the cache by engine and settings only', async () => {
    const id = (await list()).rows.find(({ name }) => name === 'packer')?.engine_id ?? '';
    await select(id, { least: 6 });
    const cluster_id = uuid();
    const confidence = async (): Promise<number> => (await decide({ cluster_id, customer_id: 'c', constraints: { allow_bare_pods: true } })).confidence_score;
    await expect.poll(confidence, { timeout: 20_000 }).toBe(0.6);
    await select(id, { least: 7 });
    await expect.poll(confidence, { timeout: 20_000 }).toBe(0.7);
    await select(await builtIn());
    await decidedBy(undefined);
  });

  it('fall back to the built-in engine whatever they do, and decide again the next time', { timeout: 120_000 }, async () => {
    const codesOf = ({ held }: DecisionAnswer): readonly string[] => held.map(({ code }) => code);
    const own = codesOf(await decide());
    await select((await upload(moody)).engine_id);
    await decidedBy('moody');
    for (const [mood, [, reason]] of Object.entries(MOODS)) {
      const answer = await inMood(mood);
      expect([mood, ...codesOf(answer)]).toEqual([mood, ...own]);
      expect(answer.engine.custom).toBeUndefined();
      const warning = answer.warnings.find(({ code }) => code === 'CUSTOM_ENGINE_FAILED');
      expect(warning?.text).toContain(`moody 1.0.0 did not decide (${reason}`);
      expect((await decide()).engine.custom).toMatchObject({ name: 'moody' });
    }
    const failed = await inMood('throws');
    expect(await replay(failed.decision_id)).toMatchObject({ identical: true });
    const { metrics } = replicas[0]!.booted;
    expect(await metrics.registry.metrics()).toMatch(/ml_custom_engine_fallbacks_total\{engine="bin_packing",reason="ENGINE_THREW"/);
    await select(await builtIn());
    await decidedBy(undefined);
  });

  it('fall back where what is stored of them is not what was uploaded', async () => {
    const { engine_id } = await upload(holding('damaged'));
    await administrator.query("UPDATE decisions.decision_engines SET source = replace(source, 'hold', 'act') WHERE engine_id = $1", [engine_id]);
    await select(engine_id);
    const warnings = async (): Promise<string> => JSON.stringify((await Promise.all([decide(), decide(), decide(), decide()])).map((answer) => answer.warnings.map(({ text }) => text.split(':')[0])));
    const warning = ['damaged 1.0.0 did not decide (ENGINE_DAMAGED'];
    await expect.poll(warnings, { timeout: 20_000 }).toBe(JSON.stringify([warning, warning, warning, warning]));
    await select(await builtIn());
    await decidedBy(undefined);
  });

  it('shadow without changing the answer: what they would have said is kept beside it', async () => {
    const { engine_id } = await upload(holding('shade', "if (input.request.requirements.mood === 'throws') throw new Error('no');"));
    const shadow = (enabled: boolean) => as(() => gateway.bus.ask(askShadowEngine, { engine_id, enabled }));
    expect(await shadow(true)).toMatchObject({ status: 'shadow', engine: { name: 'shade', shadow: true, active: false } });
    const kept = async (decisionId: string) => (await administrator.query('SELECT mode, verdict, engine_id, execution_id FROM decisions.decision_execution_log WHERE shadow_of = $1', [decisionId])).rows as Record<string, string>[];
    await expect.poll(async () => kept((await decide()).decision_id).then(() => undefined, () => 'failed')).toBeUndefined();
    let answer = await decide();
    await expect
      .poll(async () => ((answer = await decide()), new Promise((resolve) => setTimeout(resolve, 300)).then(() => kept(answer.decision_id))), { timeout: 20_000 })
      .toMatchObject([{ mode: 'shadow', verdict: 'hold', engine_id }]);
    expect(answer.held.map(({ code }) => code)).not.toContain('NOTHING');
    expect([answer.engine.custom, answer.warnings]).toEqual([undefined, []]);
    const [row] = await kept(answer.decision_id);
    expect(await replay(row?.['execution_id'] ?? '')).toMatchObject({ identical: true });
    expect((await inMood('throws')).warnings).toEqual([]);
    expect(await errorOf(as(async () => gateway.bus.ask(askShadowEngine, { engine_id: await builtIn(), enabled: true })))).toMatchObject({ code: 'BAD_FIELD' });
    expect(await shadow(false)).toMatchObject({ status: 'off', engine: { shadow: false } });
  });

  it('leave built-in versions their place: one decides when it is selected, the other shadows it', async () => {
    const [sample] = samplesOf('spot_optimizer', Date.now());
    const ask = () => as(() => gateway.bus.ask(askDecide, { envelope: { ...sample.envelope, request_id: uuid(), cluster_id: uuid() }, received_at: new Date().toISOString() }, { attachment: sample.state }));
    const { rows } = await as(() => gateway.bus.ask(askEngines, { engine_type: 'spot_optimizer', limit: 10, offset: 0 }));
    const [first, second] = rows;
    expect(rows.map(({ version, active }) => [version, active])).toEqual([['1.0.0', false], ['2.0.0', true]]);
    await select(first?.engine_id ?? '');
    await as(() => gateway.bus.ask(askShadowEngine, { engine_id: second?.engine_id ?? '', enabled: true }));
    await expect.poll(async () => (await ask()).engine.version, { timeout: 20_000 }).toBe('1.0.0');
    const kept = async () => (await administrator.query('SELECT engine_version, mode FROM decisions.decision_execution_log WHERE shadow_of IN (SELECT execution_id FROM decisions.decision_execution_log WHERE engine_type = $1)', ['spot_optimizer'])).rows as unknown[];
    await expect.poll(async () => (await ask(), kept()), { timeout: 20_000 }).toContainEqual({ engine_version: '2.0.0', mode: 'shadow' });
    expect(spot.asked.filter(({ mode }) => mode === 'shadow')[0]).toMatchObject({ version: '2.0.0', state_form: 'projected' });
  });

  it('take nothing from what the built-in engine remembers: it goes on counting while they decide', async () => {
    const [sample] = samplesOf('ghost_probe', Date.now());
    const { engine_id } = await upload(holding('ghosts').replace("'bin_packing'", "'ghost_probe'"), { engine_type: 'ghost_probe' });
    await select(engine_id);
    const cluster_id = uuid();
    const ask = () => as(() => gateway.bus.ask(askDecide, { envelope: { ...sample.envelope, request_id: uuid(), cluster_id }, received_at: new Date().toISOString() }, { attachment: sample.state }));
    await expect.poll(async () => new Set((await Promise.all(Array.from({ length: 6 }, ask))).map((answer) => answer.engine.custom?.name)), { timeout: 20_000 }).toEqual(new Set(['ghosts']));
    await administrator.query('DELETE FROM decisions.engine_memory WHERE cluster_id = $1', [cluster_id]);
    expect((await ask()).engine.custom?.name).toBe('ghosts');
    const kept = (await administrator.query('SELECT key FROM decisions.engine_memory WHERE cluster_id = $1 ORDER BY key', [cluster_id])).rows as { readonly key: string }[];
    expect(kept.map(({ key }) => key.split(':')[0])).toEqual(['custom', ...kept.slice(1).map(() => 'sighting')]);
    expect(kept.length).toBeGreaterThan(1);
  });

  it('are as good as in the guide', async () => {
    const uploaded = await upload(readFileSync('docs/examples/engines/empty-nodes.mjs', 'utf8'));
    expect(uploaded.contract_test.length).toBe(2);
    expect(uploaded.warnings).toEqual([]);
  });
});
