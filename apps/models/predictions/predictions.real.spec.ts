import { zstdCompressSync } from 'node:zlib';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { askActivate, askChallenger, askDeactivate, askModelDetails } from '@ml/contracts/models';
import {
  askDrift,
  askPerformance,
  askPredict,
  askPredictInterruption,
  askPredictionOutcome,
  askPredictions,
  type OutcomeAsk,
  type PredictAsk,
  type Prediction,
} from '@ml/contracts/predictions';
import { priceSnapshotPublished } from '@ml/contracts/pricing';
import { INTERRUPTION_FEATURES } from '@ml/domain/features/interruption-features';
import { Database } from '@ml/persistence/database';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { runInCall } from '@ml/platform/call-context';
import { builtServices } from '@ml/testing/built-services';
import { syntheticMarket } from '@ml/testing/markets';
import { realServers } from '@ml/testing/real';
import { DriftBoard } from '../drift/drift-board';
import { DriftWatch } from '../drift/drift-watch';
import { PriceShelf } from '../market/price-shelf';
import { lineMetadata } from '../test/line-model';
import { asGateway, serveModels, uploaded, type ServedModels } from '../test/served-models';

const servers = await realServers({ database: 'migrated' });
const QUICK = { timeout: 20_000, interval: 20 };

describe('predictions', () => {
  let service: ServedModels;
  let gateway: Booted;

  beforeAll(async () => {
    builtServices();
    [service, gateway] = await Promise.all([serveModels(servers), asGateway(servers)]);
  });
  afterAll(async () => {
    await service.close();
    await gateway.close();
  });

  const as = <T>(tenant: string | null, work: () => Promise<T>): Promise<T> => runInCall({ requestId: uuid(), tenant, scope: 'platform', deadline: Date.now() + 30_000 }, work);
  const ask = (given: Omit<PredictAsk, 'model_type'>): Promise<Prediction> => as('acme', () => gateway.bus.ask(askPredict, { model_type: 'waste_predictor', ...given }));
  const predict = (given: Partial<PredictAsk>) => ask({ features: { a: 0.1, b: 0.2 }, ...given });
  const activated = async (name: string, slope: number): Promise<string> => {
    const { model_id } = await uploaded(gateway, { slope }, { model_name: name });
    await gateway.bus.ask(askActivate, { model_id });
    return model_id;
  };
  const tell = (ask: OutcomeAsk, tenant: string | null = 'acme') => as(tenant, () => gateway.bus.ask(askPredictionOutcome, ask));
  const historyOf = (model_id: string, tenant: string | null = 'acme') => as(tenant, () => gateway.bus.ask(askPredictions, { model_id, limit: 50, offset: 0 }));

  it('are made by the active model, logged, and judged by what came', async () => {
    const model_id = await activated('judged', 2);
    const yes = await predict({ model_name: 'judged' });
    expect(yes).toMatchObject({ model: { id: model_id, name: 'judged' }, output: { y: expect.closeTo(0.6, 5) as number }, warnings: [] });
    const both = await ask({ model_name: 'judged', rows: [[0.1, 0.1], [0.05, 0.05]] });
    expect(both.output).toEqual([{ y: expect.closeTo(0.4, 5) as number }, { y: expect.closeTo(0.2, 5) as number }]);
    // At once: the log may not know it yet.
    expect(await tell({ prediction_id: yes.prediction_id, actual: 1 })).toMatchObject({ actual: 1, row: 0 });
    await tell({ prediction_id: both.prediction_id, actual: 0, row: 1 });
    await expect(tell({ prediction_id: yes.prediction_id, actual: 1 }, 'other')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { rows, total } = await historyOf(model_id);
    expect(total).toBe(2);
    expect(rows[1]).toMatchObject({ prediction_id: yes.prediction_id, prediction_type: 'waste', role: 'champion', input: { features: ['a', 'b'], rows: [[0.1, 0.2]] }, actual: 1 });
    expect((await historyOf(model_id, 'other')).total).toBe(0);
    expect(await gateway.bus.ask(askPerformance, { model_id, days: 1 })).toMatchObject({ predictions_count: 2, outcomes_count: 2, accuracy: 1, auc: 1, mae: null, challenger: null });
    expect((await gateway.bus.ask(askModelDetails, { model_id })).usage_stats).toMatchObject({ predictions_count: 2, average_latency_ms: expect.any(Number) as number });
    await gateway.bus.ask(askDeactivate, { model_id });
    expect(await predict({ model_name: 'judged' })).toMatchObject({ model: null, output: null, fallback: { code: 'NO_ACTIVE_MODEL' } });
  });

  it('are shown to a challenger in the shadow, which is compared on the same rows', async () => {
    const champion = await activated('compared', 1);
    const { model_id: challenger } = await uploaded(gateway, { slope: 3 }, { model_name: 'compared' });
    await gateway.bus.ask(askChallenger, { model_id: challenger, mode: 'shadow', share: 0 });
    const { prediction_id, model } = await predict({ model_name: 'compared' });
    expect(model?.id).toBe(champion);
    await vi.waitFor(async () => {
      expect((await historyOf(challenger)).rows).toMatchObject([{ role: 'shadow', output: { rows: [[expect.closeTo(0.9, 5)]] } }]);
      expect((await historyOf(champion)).total).toBe(1);
    }, QUICK);
    await tell({ prediction_id, actual: 1 });
    const performance = await gateway.bus.ask(askPerformance, { model_id: champion, days: 1 });
    expect(performance.challenger).toMatchObject({ model: { id: challenger }, mode: 'shadow', rows: 1, mean_difference: expect.closeTo(0.6, 5) as number });
    expect([performance.accuracy, (await gateway.bus.ask(askPerformance, { model_id: challenger, days: 1 })).accuracy]).toEqual([0, 1]);
    await gateway.bus.ask(askDeactivate, { model_id: champion });
  });

  it('of half the keys are the challenger’s in A/B', async () => {
    const champion = await activated('split', 1);
    const { model_id: challenger } = await uploaded(gateway, { slope: 3 }, { model_name: 'split' });
    await gateway.bus.ask(askChallenger, { model_id: challenger, mode: 'ab', share: 0.5 });
    const keys = Array.from({ length: 30 }, (_, index) => `cluster-${String(index)}`);
    const answeredBy = async (key: string) => (await predict({ model_name: 'split', key })).model?.id;
    const first = await Promise.all(keys.map(answeredBy));
    expect(new Set(first)).toEqual(new Set([champion, challenger]));
    expect(await Promise.all(keys.map(answeredBy))).toEqual(first);
    await gateway.bus.ask(askDeactivate, { model_id: champion });
  });

  it('drift is found when what is asked is not what was learnt, told once a day, and lowers the confidence', async () => {
    const spread = Array.from({ length: 100 }, (_, index) => index / 100);
    const metadata = { ...lineMetadata({ slope: 1 }), reference: { a: spread, b: spread }, metrics: { r2: 0.8 } };
    const { model_id } = await uploaded(gateway, { slope: 1 }, { model_name: 'drifting', metadata });
    await gateway.bus.ask(askActivate, { model_id });
    expect(await gateway.bus.ask(askDrift, { model_id, days: 7 })).toMatchObject({ status: 'unknown', reason: { code: 'TOO_FEW_ROWS' } });
    const rows = spread.map((value, index) => [value + 0.5, spread[99 - index] ?? 0]);
    const asked = await Promise.all([0, 1, 2, 3, 4].map((first) => ask({ model_name: 'drifting', rows: rows.filter((_, index) => index % 5 === first) })));
    for (const { confidence } of asked) expect(confidence).toBeCloseTo(0.8, 12);
    const database = service.get(Database);
    const today = (): string => new Date().toISOString().slice(0, 10);
    const day = today();
    const look = () => database.transaction((tx) => service.get(DriftWatch).look(tx, new Date()));
    await vi.waitFor(async () => {
      expect(await gateway.bus.ask(askDrift, { model_id, days: 7 })).toMatchObject({ status: 'drifted', drifted_share: 0.5, features: [{ feature: 'a', drifted: true }, { feature: 'b', drifted: false }] });
    }, QUICK);
    await look();
    await look();
    const states = await database.query<{ status: string; told_on: string }>('SELECT status, told_on FROM model_drift WHERE model_id = $1', [model_id]);
    expect(states).toEqual([{ status: 'drifted', told_on: expect.toBeOneOf([day, today()]) as unknown }]);
    await service.get(DriftBoard).refresh();
    expect((await predict({ model_name: 'drifting' })).confidence).toBe(0.4);
    await gateway.bus.ask(askDeactivate, { model_id });
  });

  it('of interruptions rest on the newest prices', async () => {
    const pricing = await bootService('pricing', {}, { ...servers.envOf('pricing'), LOG_FILE: '/dev/null' });
    const market = syntheticMarket({ types: 20, zones: 2, seed: 1 });
    const pool = market.pools.find(({ product, instance_type }) => product === 'Linux/UNIX' && market.types.some((type) => type.instance_type === instance_type && type.advisor.Linux !== undefined));
    const place = { instance_type: pool?.instance_type ?? '', region: 'us-east-1', az: pool?.availability_zone ?? '' };
    await expect(as('acme', () => gateway.bus.ask(askPredictInterruption, place))).rejects.toMatchObject({ code: 'NO_PRICE_DATA' });
    const snapshot_id = await pricing.blobs.put(zstdCompressSync(Buffer.from(JSON.stringify(market))), 'snapshot');
    const published = { region: 'us-east-1', snapshot_id, as_of: market.as_of, prices_as_of: market.prices_as_of, types: 20, pools: market.pools.length, published_at: new Date().toISOString() };
    await pricing.bus.publish(priceSnapshotPublished, published, { id: snapshot_id, key: 'us-east-1' });
    await vi.waitFor(() => expect(service.get(PriceShelf).newest('us-east-1')).toBeDefined(), QUICK);
    expect(await as('acme', () => gateway.bus.ask(askPredictInterruption, place))).toMatchObject({ model: null, fallback: { code: 'NO_ACTIVE_MODEL' } });
    const line = { slope: 0, type: 'spot_predictor' as const, features: [...INTERRUPTION_FEATURES] };
    const { model_id } = await uploaded(gateway, line, { model_name: 'interruptions' });
    await gateway.bus.ask(askActivate, { model_id });
    const told = await as('acme', () => gateway.bus.ask(askPredictInterruption, { ...place, spot_price: 0.05, launch_time: '2026-11-01T00:00:00Z' }));
    expect(told).toMatchObject({ model: { id: model_id }, interruption_probability: 0, safety_score: 1, recommendation: 'keep' });
    await pricing.close();
  });

  it('of 10,000 rows are answered one by one, and logged with the first hundred', async () => {
    const model_id = await activated('many', 1);
    const rows = Array.from({ length: 10_000 }, (_, index) => [index, 0.5]);
    const { output, prediction_id } = await ask({ model_name: 'many', rows });
    expect(output).toEqual(rows.map(([a = 0]) => ({ y: a + 0.5 })));
    await expect(tell({ prediction_id, actual: 1, row: 100 })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'row' });
    expect(await tell({ prediction_id, actual: 1, row: 99 })).toMatchObject({ row: 99 });
    expect((await historyOf(model_id)).rows).toMatchObject([{ rows: 10_000 }]);
    await gateway.bus.ask(askDeactivate, { model_id });
  });

  it('are in the log although the service stopped with the answer', async () => {
    const model_id = await activated('parting', 1);
    const { prediction_id } = await predict({ model_name: 'parting' });
    await service.close();
    service = await serveModels(servers);
    await vi.waitFor(async () => expect((await historyOf(model_id)).rows).toMatchObject([{ prediction_id }]), QUICK);
    await gateway.bus.ask(askDeactivate, { model_id });
  });

  it('are refused by the path of what is wrong', async () => {
    const model_id = await activated('strict', 1);
    const refused = (given: Partial<PredictAsk>) => expect(ask({ model_name: 'strict', ...given })).rejects;
    const otherType = gateway.bus.ask(askPredict, { model_type: 'anomaly_detector', model_name: 'strict', features: { a: 1, b: 1 } });
    await expect(otherType).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'model_type' });
    await refused({ features: { a: 1, b: 1, c: 1 } }).toMatchObject({ code: 'BAD_FIELD', path: 'features.c' });
    await refused({ rows: [[1, 2], [1]] }).toMatchObject({ code: 'BAD_FIELD', path: 'rows[1]' });
    const { prediction_id } = await predict({ model_name: 'strict' });
    await expect(tell({ prediction_id, actual: 1, row: -1 })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'row' });
    await expect(tell({ prediction_id, actual: 1, row: 1 })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'row' });
    await expect(tell({ prediction_id, actual: 1, observed_at: '2026-01-01T00:00:00Z' })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'observed_at' });
    await expect(tell({ prediction_id, actual: 1, observed_at: '2999-01-01T00:00:00Z' })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'observed_at' });
    await expect(gateway.bus.ask(askPerformance, { model_id, days: 0 })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'days' });
    await expect(gateway.bus.ask(askPerformance, { model_id: uuid(), days: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await gateway.bus.ask(askDeactivate, { model_id });
  });
});
