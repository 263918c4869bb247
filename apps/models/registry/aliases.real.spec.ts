import { rm, writeFile } from 'node:fs/promises';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { activeModelPublished, askActivate, askChallenger, askDeactivate, askDelete, askModelDetails, askRollback, type ActiveModel } from '@ml/contracts/models';
import { AliasStore } from '@ml/persistence/stores/models/alias-store';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { Serving } from '../serving/serving';
import type { Line } from '../test/line-model';
import { asGateway, serveModels, uploaded, type ServedModels } from '../test/served-models';

const servers = await realServers();
const QUICK = { timeout: 20_000, interval: 20 };

describe('aliases', () => {
  let one: ServedModels;
  let other: ServedModels;
  let gateway: Booted;

  beforeAll(async () => {
    builtServices();
    // Whoever holds the lock of the aliases must get along with the connection that it has.
    const tight = { DB_POOL_SIZE: '1' };
    [one, other, gateway] = await Promise.all([serveModels(servers, tight), serveModels(servers, tight), asGateway(servers)]);
  });
  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await gateway.close();
  });

  const newVersion = async (name: string, line: Line = { slope: 1 }): Promise<string> => (await uploaded(gateway, line, { model_name: name, model_type: line.type ?? 'waste_predictor' })).model_id;
  const activate = (model_id: string) => gateway.bus.ask(askActivate, { model_id });
  const champion = (replica: ServedModels, name: string): string | undefined => replica.get(Serving).champion({ name })?.ref.id;
  const served = async (name: string, model_id: string | undefined): Promise<void> => {
    await vi.waitFor(() => expect([champion(one, name), champion(other, name)]).toEqual([model_id, model_id]), QUICK);
  };
  /** Each of them is a process on both replicas. */
  const tidy = async (...ids: readonly string[]): Promise<void> => {
    for (const model_id of ids) await gateway.bus.ask(askDeactivate, { model_id });
  };

  it('are followed by every replica, which says so', async () => {
    const first = await newVersion('followed');
    const second = await newVersion('followed', { slope: 2 });
    const activation = await activate(first);
    expect(activation).toMatchObject({ status: 'activated', previous_active: null, active: { id: first, name: 'followed' } });
    await served('followed', first);
    expect(await activate(second)).toMatchObject({ previous_active: { id: first }, active: { id: second }, revision: activation.revision + 1 });
    await served('followed', second);
    await vi.waitFor(async () => {
      const { active, alias, replicas, versions } = await gateway.bus.ask(askModelDetails, { model_id: second });
      expect({ active, alias }).toEqual({ active: true, alias: 'champion' });
      expect(replicas).toHaveLength(2);
      expect(replicas.every(({ serving, wanted, error }) => serving === second && wanted === second && error === null)).toBe(true);
      expect(versions.map((version) => [version.model_id, version.active])).toEqual([[second, true], [first, false]]);
    }, QUICK);
    await tidy(second);
  });

  it('that are as wanted already are answered as the first time', async () => {
    const id = await newVersion('idempotent');
    const before = await activate(id);
    expect(await activate(id)).toEqual(before);
    await tidy(id);
  });

  it('are not moved to another version than was meant', async () => {
    const model_id = await newVersion('meant');
    await expect(gateway.bus.ask(askActivate, { model_id, version: 'other' })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'version' });
    expect(champion(one, 'meant')).toBeUndefined();
    await expect(activate(uuid())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('come to one of two that are activated at once, on every replica the same', async () => {
    const ids = [await newVersion('at-once', { slope: 1 }), await newVersion('at-once', { slope: 2 })];
    const answers = await Promise.all(ids.map(activate));
    const last = answers.sort((a, b) => b.revision - a.revision)[0];
    expect(last?.previous_active?.id).toBe(ids.find((id) => id !== last?.active.id));
    await served('at-once', last?.active.id);
    await tidy(...ids);
  });

  it('go back to the version before, one further each time, past what was deleted', async () => {
    const rollback = () => gateway.bus.ask(askRollback, { model_name: 'back' });
    await expect(rollback()).rejects.toMatchObject({ code: 'NO_PREVIOUS_MODEL' });
    const [a, b, c] = [await newVersion('back', { slope: 1 }), await newVersion('back', { slope: 2 }), await newVersion('back', { slope: 3 })];
    for (const id of [a, b, c]) await activate(id);
    await gateway.bus.ask(askDelete, { model_id: b });
    expect(await rollback()).toMatchObject({ active: { id: a }, previous_active: { id: c } });
    await served('back', a);
    await expect(rollback()).rejects.toMatchObject({ code: 'NO_PREVIOUS_MODEL' });
    await gateway.bus.ask(askDeactivate, { model_id: a });
    await served('back', undefined);
    expect(await rollback()).toMatchObject({ active: { id: a }, previous_active: null });
    await tidy(a);
  });

  it('keep a model from being deleted', async () => {
    const [used, compared] = [await newVersion('undeletable', { slope: 1 }), await newVersion('undeletable', { slope: 77 })];
    await activate(used);
    await gateway.bus.ask(askChallenger, { model_id: compared, mode: 'shadow', share: 0 });
    for (const model_id of [used, compared]) await expect(gateway.bus.ask(askDelete, { model_id })).rejects.toMatchObject({ code: 'MODEL_ACTIVE' });
    await tidy(used);
    const { upload_path } = await uploaded(gateway, { slope: 1 }, { model_name: 'undeletable' });
    expect(await gateway.bus.ask(askDelete, { model_id: used })).toMatchObject({ status: 'deleted' });
    // The same bytes have another name still.
    expect(await gateway.blobs.has(upload_path)).toBe(true);
    await expect(gateway.bus.ask(askDelete, { model_id: used })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(activate(used)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { sha256 } = await gateway.bus.ask(askModelDetails, { model_id: compared });
    await gateway.bus.ask(askDelete, { model_id: compared });
    expect(await gateway.blobs.has(`sha256:${sha256}`)).toBe(false);
  });

  it('put a challenger beside the champion on every replica, and take it away', async () => {
    const [used, compared] = [await newVersion('compared', { slope: 1 }), await newVersion('compared', { slope: 2 })];
    const set = (model_id: string, mode: 'shadow' | 'ab' | 'off', share = 0) => gateway.bus.ask(askChallenger, { model_id, mode, share });
    await expect(set(compared, 'shadow')).rejects.toMatchObject({ code: 'BAD_FIELD', details: { reason: 'NO_CHAMPION' } });
    await activate(used);
    await expect(set(used, 'shadow')).rejects.toMatchObject({ details: { reason: 'IS_CHAMPION' } });
    await expect(set(compared, 'ab', 1.5)).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'share' });
    const wider = await newVersion('compared', { slope: 2, features: ['a', 'b', 'c'] });
    await expect(set(wider, 'shadow')).rejects.toMatchObject({ details: { reason: 'OTHER_INPUTS' } });

    expect(await set(compared, 'ab', 0.25)).toMatchObject({ status: 'ab', challenger: { id: compared }, champion: { id: used }, share: 0.25 });
    const challengers = () => [one, other].map((replica) => replica.get(Serving).challengerOf('compared'));
    const about = (mode: string, share: number) => ({ model: { ref: { id: compared } }, mode, share });
    await vi.waitFor(() => expect(challengers()).toMatchObject([about('ab', 0.25), about('ab', 0.25)]), QUICK);
    expect(await set(compared, 'shadow', 0.9)).toMatchObject({ status: 'shadow', share: 0 });
    await vi.waitFor(() => expect(challengers()).toMatchObject([about('shadow', 0), about('shadow', 0)]), QUICK);
    expect(await set(compared, 'off')).toMatchObject({ status: 'off', challenger: null, champion: { id: used } });
    expect(await set(compared, 'off')).toMatchObject({ status: 'off' });
    await vi.waitFor(() => expect(challengers()).toEqual([undefined, undefined]), QUICK);
    await tidy(used);
  });

  it('drop the challenger that becomes champion, or cannot be compared with the one that does', async () => {
    const [used, compared] = [await newVersion('promoted', { slope: 1 }), await newVersion('promoted', { slope: 2 })];
    const wider = await newVersion('promoted', { slope: 2, features: ['a', 'b', 'c'] });
    await activate(used);
    await gateway.bus.ask(askChallenger, { model_id: compared, mode: 'shadow', share: 0 });
    expect(await activate(compared)).toMatchObject({ active: { id: compared }, previous_active: { id: used } });
    await served('promoted', compared);
    await vi.waitFor(() => expect([one, other].map((replica) => replica.get(Serving).challengerOf('promoted'))).toEqual([undefined, undefined]), QUICK);
    await gateway.bus.ask(askChallenger, { model_id: used, mode: 'shadow', share: 0 });
    await activate(wider);
    expect(await gateway.bus.ask(askModelDetails, { model_id: used })).toMatchObject({ alias: null });
    await tidy(wider);
  });

  it('tell everybody which model of a type was activated last, and when none is', async () => {
    const decisions = await bootService('decisions', {}, { ...servers.envOf('decisions'), LOG_FILE: '/dev/null' });
    const heard: ActiveModel[] = [];
    const watch = await decisions.bus.watch(activeModelPublished, { from: 'latest-per-key' }, (fact) => void (fact.model_type === 'spot_predictor' && heard.push(fact)));
    const [early, late] = [await newVersion('spot-early', { slope: 1, type: 'spot_predictor' }), await newVersion('spot-late', { slope: 2, type: 'spot_predictor' })];
    await activate(early);
    await activate(late);
    await tidy(late);
    await tidy(early);
    await vi.waitFor(() => expect(heard.map(({ model }) => model?.id ?? null)).toEqual([early, late, early, null]), QUICK);
    expect(heard.map(({ revision }) => revision)).toEqual([...heard.map(({ revision }) => revision)].sort((a, b) => a - b));
    await watch.stop();
    await decisions.close();
  });

  it('leave a replica that cannot fetch the file with the version before, until it can', async () => {
    const [before, after] = [await newVersion('unfetched', { slope: 1 }), await newVersion('unfetched', { slope: 20 })];
    await activate(before);
    await served('unfetched', before);
    // A replica that looks at its files in between makes its folder anew.
    await vi.waitFor(async () => {
      await Promise.all([one, other].map(({ uploadDir }) => rm(uploadDir, { recursive: true, force: true })));
      await writeFile(other.uploadDir, 'a file where a folder should be');
    }, QUICK);
    // Whoever is asked loads it first: only the first replica can.
    await vi.waitFor(() => activate(after), QUICK);
    await vi.waitFor(async () => {
      const { replicas } = await gateway.bus.ask(askModelDetails, { model_id: after });
      expect(replicas.filter(({ error }) => error !== null)).toMatchObject([{ serving: before, wanted: after, error: expect.stringContaining('UNAVAILABLE') as string }]);
      expect(replicas).toHaveLength(2);
    }, QUICK);
    expect([champion(one, 'unfetched'), champion(other, 'unfetched')]).toEqual([after, before]);
    expect(await other.booted.health.report()).toMatchObject({ status: 'degraded', checks: { models_loaded: { status: 'down' } } });
    expect(await other.booted.metrics.registry.metrics()).toMatch(/ml_models_unserved\{.*\} 1/);
    await rm(other.uploadDir);
    await served('unfetched', after);
    await vi.waitFor(async () => expect((await other.booted.health.report()).checks['models_loaded']).toMatchObject({ status: 'up' }), QUICK);
    await tidy(after);
  });

  it('refuse one more model than may be active', async () => {
    const small = await serveModels(servers, { MODEL_MAX_ACTIVE: '1' });
    await Promise.all([one.close(), other.close()]);
    const [first, second] = [await newVersion('crowd-1'), await newVersion('crowd-2')];
    const next = await newVersion('crowd-1', { slope: 2 });
    await activate(first);
    await expect(activate(second)).rejects.toMatchObject({ code: 'TOO_MANY_MODELS', details: { active: 1, most: 1 } });
    expect(await activate(next)).toMatchObject({ previous_active: { id: first } });
    expect(await small.get(AliasStore).all()).toMatchObject([{ ref: { id: next } }]);
    await small.close();
    [one, other] = await Promise.all([serveModels(servers), serveModels(servers)]);
    // Loaded before it answers anybody.
    expect([champion(one, 'crowd-1'), champion(other, 'crowd-1')]).toEqual([next, next]);
  });
});
