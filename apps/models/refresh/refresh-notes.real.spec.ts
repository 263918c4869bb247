import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askNoteRefresh, type ModelRefreshed } from '@ml/contracts/model-refresh';
import { askDelete, askModelDetails, askModels } from '@ml/contracts/models';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { asGateway, serveModels, uploaded, type ServedModels } from '../test/served-models';

const servers = await realServers();

describe('what is noted of refreshes', () => {
  let service: ServedModels;
  let gateway: Booted;
  let filler: Booted;
  let model_id: string;

  const note = (changes: Partial<ModelRefreshed> = {}) =>
    filler.bus.ask(askNoteRefresh, { model_id, refresh_id: uuid(), refreshed_at: '2026-11-21T02:05:00.000Z', data_from: '2026-11-14', data_to: '2026-11-20', records: 10, ...changes });

  beforeAll(async () => {
    builtServices();
    [service, gateway] = await Promise.all([serveModels(servers), asGateway(servers)]);
    filler = await bootService('gap-filler', {}, { ...servers.envOf('gap-filler'), LOG_FILE: '/dev/null' });
    ({ model_id } = await uploaded(gateway, { slope: 2 }, { model_name: 'refreshed' }));
  });
  afterAll(async () => {
    await service.close();
    await gateway.close();
    await filler.close();
  });

  it('is nothing before the first', async () => {
    expect(await gateway.bus.ask(askModelDetails, { model_id })).toMatchObject({ last_refresh_date: null, last_refresh: null });
    expect((await gateway.bus.ask(askModels, { limit: 1, offset: 0, model_name: 'refreshed' })).rows).toMatchObject([{ last_refresh_date: null }]);
  });

  it('is shown with the model, once however often it is noted', async () => {
    const refresh_id = uuid();
    expect([await note({ refresh_id }), await note({ refresh_id })]).toEqual([{ last_refresh_date: '2026-11-20' }, { last_refresh_date: '2026-11-20' }]);
    expect(await gateway.bus.ask(askModelDetails, { model_id })).toMatchObject({
      last_refresh_date: '2026-11-20',
      last_refresh: { refresh_id, refreshed_at: '2026-11-21T02:05:00.000Z', data_from: '2026-11-14', data_to: '2026-11-20', records: 10 },
    });
    expect((await gateway.bus.ask(askModels, { limit: 1, offset: 0, model_name: 'refreshed' })).rows).toMatchObject([{ last_refresh_date: '2026-11-20' }]);
  });

  it('never goes back, and of two that reach as far the later one stays', async () => {
    const [later, older] = [uuid(), uuid()];
    await note({ refresh_id: later, refreshed_at: '2026-11-21T09:00:00.000Z', records: 3 });
    expect(await note({ refresh_id: older, refreshed_at: '2026-11-22T02:05:00.000Z', data_from: '2026-10-01', data_to: '2026-10-31' })).toEqual({ last_refresh_date: '2026-11-20' });
    await note({ refresh_id: older });
    expect(await gateway.bus.ask(askModelDetails, { model_id })).toMatchObject({ last_refresh: { refresh_id: later, records: 3 } });
  });

  it('is refused for what is no model any more, and for days that are none', async () => {
    await expect(note({ data_to: '2026-02-30' })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'data_to' });
    await expect(note({ data_from: '2026-11-21' })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'data_to' });
    await expect(note({ model_id: uuid() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const gone = await uploaded(gateway, { slope: 3 }, { model_name: 'gone' });
    await gateway.bus.ask(askDelete, { model_id: gone.model_id });
    await expect(note({ model_id: gone.model_id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
