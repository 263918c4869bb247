import { decisionRecord } from '@ml/testing/decision-record';
import { ownedDatabase } from '@ml/testing/owned-database';
import { v7 as uuid7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { DecisionStore } from './decision-store';
import { engineId } from './engine-id';
import type { CustomEngine } from './engine-row';
import { EngineStore } from './engine-store';

const database = await ownedDatabase('decisions');
const pool = database.connect();
const decisions = new DecisionStore(pool);
const store = new EngineStore(pool);

const BUILT_IN = engineId('bin_packing', '1.0.0');
const custom = (version: string): CustomEngine => ({
  engine_id: uuid7(),
  name: 'packer',
  version,
  type: 'bin_packing',
  source: 'export const decide = () => ({});',
  sha256: 'ab',
  config: { least: 2 },
  config_schema: {},
  uploaded_by: 'spec',
});
const registerBuiltIn = (): Promise<void> => decisions.registerEngines([{ type: 'bin_packing', version: '1.0.0' }], { bin_packing: '1.0.0' });
const activeOnes = async (): Promise<readonly string[]> => (await store.list({ active: true, limit: 10, offset: 0 })).rows.map(({ engine_id }) => engine_id);

describe('the registry of engines', () => {
  beforeAll(registerBuiltIn);

  it('takes every version of an engine once, inactive, with its source', async () => {
    const engine = custom('1.0.0');
    await store.register(engine, 100);
    expect(await store.byId(engine.engine_id)).toMatchObject({ engine_name: 'packer', origin: 'custom', active: false, shadow: false, config: { least: 2 }, sha256: 'ab' });
    expect(await store.source(engine.engine_id)).toBe(engine.source);
    await expect(store.register(custom('1.0.0'), 100)).rejects.toMatchObject({ code: 'ENGINE_EXISTS' });
    expect(await store.exists('packer', '1.0.0')).toBe(true);
    await expect(store.byId('no id')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.source(BUILT_IN)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('gives the last place once, however many come at once, and says which version is there already', async () => {
    const { total } = await store.list({ limit: 1, offset: 0 });
    const customs = total - 1;
    const codes = await Promise.all(['1.1.0', '1.2.0', '1.3.0', '1.4.0'].map((version) => store.register(custom(version), customs + 1).then(() => 'taken', ({ code }: { readonly code: string }) => code)));
    expect(codes.sort()).toEqual(['TOO_MANY_ENGINES', 'TOO_MANY_ENGINES', 'TOO_MANY_ENGINES', 'taken']);
    await expect(store.refuseCrowd(customs + 1)).rejects.toMatchObject({ code: 'TOO_MANY_ENGINES', path: 'file' });
    await store.refuseCrowd(customs + 2);
    await expect(store.register(custom('1.0.0'), customs + 1)).rejects.toMatchObject({ code: 'ENGINE_EXISTS' });
  });

  it('says who decides and who decided before, under a revision that grows', async () => {
    const engine = custom('2.0.0');
    await store.register(engine, 100);
    const first = await store.select({ engine_type: 'bin_packing', engine_id: engine.engine_id, config: { least: 3 } });
    expect(first.previous).toMatchObject({ engine_id: BUILT_IN });
    expect(await activeOnes()).toEqual([engine.engine_id]);
    await registerBuiltIn();
    expect(await activeOnes()).toEqual([engine.engine_id]);
    const second = await store.select({ engine_type: 'bin_packing', engine_id: BUILT_IN, config: {} });
    expect(second).toMatchObject({ revision: first.revision + 1, previous: { engine_id: engine.engine_id } });
    expect(await activeOnes()).toEqual([BUILT_IN]);
  });

  it('keeps one shadow a type, which ends when it is selected', async () => {
    const engine = custom('3.0.0');
    await store.register(engine, 100);
    await store.shadow('bin_packing', engine.engine_id);
    expect((await store.byId(engine.engine_id)).shadow).toBe(true);
    await store.select({ engine_type: 'bin_packing', engine_id: engine.engine_id, config: {} });
    expect(await store.selections()).toMatchObject({ rows: [{ engine_type: 'bin_packing', engine_id: engine.engine_id, shadow_id: null }] });
    expect(await store.byId(engine.engine_id)).toMatchObject({ active: true, shadow: false });
  });

  it('gives twenty changes at once twenty revisions', async () => {
    const { revision } = await store.selections();
    const revisions = await Promise.all(Array.from({ length: 20 }, () => store.shadow('rightsizing', null)));
    expect(revisions.sort((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, index) => revision + 1 + index));
  });

  it('lets the log name the engine that decided', async () => {
    const engine = custom('4.0.0');
    await store.register(engine, 100);
    const record = decisionRecord({ tenant: 't', requestId: 'custom' });
    const { answer } = record;
    const ref = { id: engine.engine_id, name: engine.name, version: engine.version, sha256: engine.sha256 };
    const claimed = await decisions.claim({ tenant: 't', requestId: 'custom', bodyHash: 'h', leaseSeconds: 30 });
    if (claimed.state !== 'claimed') throw new Error(claimed.state);
    await decisions.complete(claimed.claim, { record: { ...record, answer: { ...answer, engine: { ...answer.engine, custom: ref } } }, remember: [] });
    expect((await decisions.history('t', { limit: 1, offset: 0, engine_id: engine.engine_id })).rows).toMatchObject([{ engine_id: engine.engine_id }]);
  });
});
