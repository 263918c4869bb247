import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LoggedPrediction } from '@ml/contracts/predictions';
import { Database } from '@ml/persistence/database';
import { PredictionStore } from '@ml/persistence/stores/models/prediction-store';
import { usageOf } from '@ml/persistence/stores/models/prediction-usage';
import { bootService, type Booted } from '@ml/platform/boot-service';
import type { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import { createLogger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import { builtServices } from '@ml/testing/built-services';
import { loggedPrediction } from '@ml/testing/logged-prediction';
import { realServers } from '@ml/testing/real';
import type { ModelsSettings } from '../settings';
import { startModels } from '../test/models-process';
import { PredictionJournal } from './prediction-journal';
import { PredictionLog } from './prediction-log';

const servers = await realServers();
const PATIENT = { timeout: 40_000, interval: 5 };

describe('the log of predictions', () => {
  let booted: Booted;
  let tables: Database;

  beforeAll(async () => {
    builtServices();
    booted = await bootService('models', {}, { ...servers.envOf('models'), LOG_FILE: '/dev/null' });
    tables = new Database({ owner: 'models', url: servers.database.urlOf('models'), poolSize: 2, statementTimeoutMs: 10_000, entities: [] });
  });
  afterAll(async () => {
    await tables.close();
    await booted.close();
  });

  const logger = createLogger('models', { level: 'silent', file: null });
  const journalOn = (bus: Pick<Bus, 'publish'>, metrics = new Metrics('models')): PredictionJournal =>
    new PredictionJournal(bus as Bus, { predictionLogRows: 3 } as SettingsOf<ModelsSettings>, logger, metrics);
  const counted = async (modelId: string): Promise<number> => (await usageOf(tables, [modelId])).get(modelId)?.predictions_count ?? 0;
  const logged = async (modelId: string): Promise<number> => (await tables.query<{ count: number }>('SELECT count(*) AS count FROM predictions_log WHERE model_id = $1', [modelId]))[0]?.count ?? 0;
  const made = (id: string, over: Partial<LoggedPrediction> = {}) => loggedPrediction({ model: { id, name: 'kept', version: '1' }, ...over });

  it('loses nothing and holds nothing twice when its writer is killed in the middle', async () => {
    const id = uuid();
    const journal = journalOn(booted.bus);
    const note = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) journal.note(made(id));
      await journal.flush();
    };
    const first = await startModels(servers);
    await note(1_000);
    await vi.waitFor(async () => expect(await logged(id)).toBe(1_000), PATIENT);
    // Whoever writes now waits for this transaction, and is killed meanwhile.
    await tables.transaction(async (tx) => {
      await tx.query('LOCK TABLE predictions_log IN EXCLUSIVE MODE');
      await note(2_000);
      await vi.waitFor(async () => expect(await waiting()).toBeGreaterThan(0), PATIENT);
      await first.end('SIGKILL');
    });
    const second = await startModels(servers);
    await vi.waitFor(async () => expect(await logged(id)).toBe(3_000), PATIENT);
    expect(await counted(id)).toBe(3_000);
    await second.end();
  });

  /** Connections that wait for a lock on the log. */
  const waiting = async (): Promise<number> => (await tables.query<{ count: number }>("SELECT count(*) AS count FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND NOT granted AND relation = 'predictions_log'::regclass"))[0]?.count ?? 0;

  it('takes the others of a batch in which one cannot be stored, and counts that one', async () => {
    const id = uuid();
    const metrics = new Metrics('models');
    const log = new PredictionLog(new PredictionStore(tables), new Clock(), logger, metrics);
    await log.write({ predictions: [made(id, { at: new Date(Date.now() - 600_000).toISOString() }), made(id, { prediction_id: 'no uuid' }), made(id)] });
    expect([await logged(id), await counted(id)]).toEqual([2, 2]);
    expect(await metrics.registry.metrics()).toMatch(/ml_predictions_unlogged_total{by="table",service="models"} 1\n/);
    expect(await metrics.registry.metrics()).toMatch(/ml_prediction_log_delay_seconds{service="models"} 6\d\d/);
  });

  it('keeps the first rows of a large request, and how many there were', async () => {
    const published: LoggedPrediction[] = [];
    const journal = journalOn({ publish: (_, body) => Promise.resolve(void published.push(...(body as { predictions: LoggedPrediction[] }).predictions)) });
    const rows = Array.from({ length: 4_096 }, (_, index) => [index]);
    journal.note(made(uuid(), { rows: 4_096, input: { features: ['a'], rows }, output: { columns: ['p50'], rows } }));
    await journal.flush();
    expect(published).toMatchObject([{ rows: 4_096, input: { rows: [[0], [1], [2]] }, output: { rows: [[0], [1], [2]] } }]);
  });

  it('waits for a stream that is away, under the same ids, and tells what it could not keep', async () => {
    const ids: string[] = [];
    let away = true;
    const metrics = new Metrics('models');
    const publish: Bus['publish'] = (_, __, { id }) => {
      ids.push(id);
      return away ? Promise.reject(new Error('no stream')) : Promise.resolve();
    };
    const journal = journalOn({ publish }, metrics);
    journal.note(made(uuid()));
    await journal.flush();
    for (let count = 0; count < 20_001; count += 1) journal.note(made(uuid()));
    away = false;
    await journal.onApplicationShutdown();
    expect(ids[1]).toBe(ids[0]);
    const unlogged = await metrics.registry.getSingleMetric('ml_predictions_unlogged_total')?.get();
    expect(unlogged?.values[0]?.value).toBeGreaterThan(0);
    const sent = ids.slice(1).reduce((sum, id) => sum + Number(id.split('-').at(-1)), 0);
    expect(sent + (unlogged?.values[0]?.value ?? 0)).toBe(20_002);
  });
});
