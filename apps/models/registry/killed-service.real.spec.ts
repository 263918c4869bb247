import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { activeModelPublished, askActivate, askModelDetails, askModels, askRegister, type ActiveModel } from '@ml/contracts/models';
import { Database } from '@ml/persistence/database';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { startModels } from '../test/models-process';
import { asGateway, upload, uploaded } from '../test/served-models';

const servers = await realServers();

describe('a service that is killed', () => {
  let gateway: Booted;
  let tables: Database;

  beforeAll(async () => {
    builtServices();
    gateway = await asGateway(servers);
    tables = new Database({ owner: 'models', url: servers.database.urlOf('models'), poolSize: 1, statementTimeoutMs: 10_000, entities: [] });
  });
  afterAll(async () => {
    await tables.close();
    await gateway.close();
  });

  it('when an alias has moved and the answer is not out serves what the alias says once it is back, and tells it', async () => {
    const service = await startModels(servers);
    const before = await uploaded(gateway, { slope: 1 });
    const after = await uploaded(gateway, { slope: 2 });
    await gateway.bus.ask(askActivate, { model_id: before.model_id });
    // Nobody will answer.
    void gateway.bus.ask(askActivate, { model_id: after.model_id }).catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await tables.query('SELECT 1 FROM model_aliases WHERE model_id = $1', [after.model_id])).toHaveLength(1), { timeout: 30_000, interval: 2 });
    await service.end('SIGKILL');

    const back = await startModels(servers);
    const { active, replicas } = await gateway.bus.ask(askModelDetails, { model_id: after.model_id });
    expect(active).toBe(true);
    expect(replicas.filter(({ serving }) => serving === after.model_id)).toContainEqual(expect.objectContaining({ wanted: after.model_id, error: null }));
    const heard: ActiveModel[] = [];
    const decisions = await bootService('decisions', {}, { ...servers.envOf('decisions'), LOG_FILE: '/dev/null' });
    const watch = await decisions.bus.watch(activeModelPublished, { from: 'latest-per-key' }, (fact) => void heard.push(fact));
    await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ model_type: 'waste_predictor', model: { id: after.model_id } }), { timeout: 20_000, interval: 20 });
    await watch.stop();
    await decisions.close();
    await back.end();
  });

  it('while it takes a model in leaves none that is half there, and takes it again', async () => {
    const service = await startModels(servers);
    const ask = await upload(gateway, { slope: 3 }, { model_name: `half-${uuid()}` });
    void gateway.bus.ask(askRegister, ask).catch((error: unknown) => error);
    await pause(50);
    await service.end('SIGKILL');

    const back = await startModels(servers);
    const again = await gateway.bus.ask(askRegister, ask).catch((error: unknown) => error);
    expect(again).toSatisfy((answer: { status?: string; code?: string }) => answer.status === 'verified' || answer.code === 'MODEL_EXISTS');
    const { rows } = await gateway.bus.ask(askModels, { limit: 10, offset: 0, model_name: ask.model_name });
    expect(rows).toHaveLength(1);
    expect(await gateway.bus.ask(askActivate, { model_id: rows[0]?.model_id ?? '' })).toMatchObject({ status: 'activated' });
    await back.end();
  });
});
