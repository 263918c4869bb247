import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { askActivate, askDelete, askRegister, askRollback } from '@ml/contracts/models';
import { Database } from '@ml/persistence/database';
import type { Booted } from '@ml/platform/boot-service';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { asGateway, serveModels, upload, uploaded, type ServedModels } from '../test/served-models';

const servers = await realServers();
const QUICK = { timeout: 20_000, interval: 5 };

describe('what comes at the same time', () => {
  let service: ServedModels;
  let gateway: Booted;
  let tables: Database;

  beforeAll(async () => {
    builtServices();
    [service, gateway] = await Promise.all([serveModels(servers), asGateway(servers)]);
    tables = new Database({ owner: 'models', url: servers.database.urlOf('models'), poolSize: 2, statementTimeoutMs: 10_000, entities: [] });
  });
  afterAll(async () => {
    await service.close();
    await gateway.close();
    await tables.close();
  });

  /** Begins each of them once the one before waits for the lock; they get it in this order. */
  const queued = <T>(lock: 'model-aliases' | 'model-blobs', begin: readonly (() => Promise<T>)[], meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<PromiseSettledResult<T>[]> => {
    const waiting = async (): Promise<number> => (await tables.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")).length;
    const begun: Promise<T>[] = [];
    return tables
      .transaction(async (tx) => {
        await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [lock]);
        for (const start of begin) {
          begun.push(start());
          await vi.waitFor(async () => expect(await waiting()).toBe(begun.length), QUICK);
        }
        await meanwhile();
      })
      .then(() => Promise.allSettled(begun));
  };
  const activate = (model_id: string) => gateway.bus.ask(askActivate, { model_id });

  it('goes one version back for two that go back', async () => {
    const ids = [];
    for (const slope of [1, 2, 3]) ids.push((await uploaded(gateway, { slope }, { model_name: 'twice-back' })).model_id);
    for (const id of ids) await activate(id);
    const rollback = () => gateway.bus.ask(askRollback, { model_name: 'twice-back' });
    expect(await queued('model-aliases', [rollback, rollback])).toMatchObject([{ value: { active: { id: ids[1] } } }, { reason: { code: 'REVISION_MISMATCH' } }]);
  });

  it('activates nothing that is deleted while it is loaded, and deletes nothing that is being activated', async () => {
    const [gone, used] = [await uploaded(gateway, { slope: 4 }, { model_name: 'gone' }), await uploaded(gateway, { slope: 5 }, { model_name: 'used' })];
    const both = ({ model_id }: { model_id: string }) => ({ on: () => activate(model_id) as Promise<unknown>, off: () => gateway.bus.ask(askDelete, { model_id }) as Promise<unknown> });
    expect(await queued('model-aliases', [both(gone).off, both(gone).on])).toMatchObject([{ value: { status: 'deleted' } }, { reason: { code: 'NOT_FOUND' } }]);
    expect(await queued('model-aliases', [both(used).on, both(used).off])).toMatchObject([{ value: { status: 'activated' } }, { reason: { code: 'MODEL_ACTIVE' } }]);
  });

  it('registers no model whose blob was forgotten while it was tried', async () => {
    const ask = await upload(gateway, { slope: 6 }, { model_name: 'forgotten' });
    const forget = () => gateway.blobs.delete(ask.blob, 'model');
    expect(await queued('model-blobs', [() => gateway.bus.ask(askRegister, ask)], forget)).toMatchObject([{ value: { status: 'verified' } }]);
    expect(await gateway.blobs.has(ask.blob)).toBe(true);
  });
});
