import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { forecastPublished, type ForecastPublished, type ForecastSnapshot } from '@ml/contracts/forecasts';
import { priceSnapshotPublished, type PriceSnapshot } from '@ml/contracts/pricing';
import { buildHistory, poolHistory } from '@ml/domain/prices/history-snapshot';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { PlatformModule } from '@ml/platform/platform-module';
import { syntheticMarket } from '@ml/testing/markets';
import { realServers } from '@ml/testing/real';
import { HOUR_MS } from '@ml/units/time';
import { PriceShelf } from '../market/price-shelf';
import { PredictionJournal } from '../predictions/prediction-journal';
import { Serving } from '../serving/serving';
import { modelsSettings } from '../settings';
import { ForecastMaker } from './forecast-maker';
import { Forecaster } from './forecaster';
import { MadeUpServing } from './made-up-serving.fixture';

const servers = await realServers();
const AS_OF = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

/** One replica with models that are made up: what counts here is what is told, and when. */
const replica = async (serving: MadeUpServing): Promise<{ close: () => Promise<void> }> => {
  @Module({ providers: [PriceShelf, PredictionJournal, ForecastMaker, Forecaster, { provide: Serving, useValue: serving }] })
  class Replica {}
  const booted = await bootService('models', modelsSettings, { ...servers.envOf('models'), LOG_FILE: '/dev/null' });
  const app = await NestFactory.createApplicationContext({ module: class Root {}, imports: [PlatformModule.with(booted), Replica] }, { logger: false });
  const close = async (): Promise<void> => {
    await app.close();
    await booted.close();
  };
  return { close };
};

describe('the forecaster', () => {
  const told: ForecastPublished[] = [];
  const open: { close: () => Promise<unknown> }[] = [];
  const serving = new MadeUpServing();
  let pricing: Booted;

  const publish = async (seed: number, known = true): Promise<{ id: string; market: PriceSnapshot }> => {
    const market = syntheticMarket({ types: 12, zones: 3, seed, asOf: new Date(AS_OF).toISOString() });
    const histories = market.pools.map((pool) => poolHistory({ ...pool, at: [AS_OF - 300 * HOUR_MS], price: [pool.price] }, AS_OF, AS_OF - 300 * HOUR_MS));
    const [id, history_id] = await Promise.all([pricing.blobs.put(zstdCompressSync(JSON.stringify(market)), 'snapshot'), pricing.blobs.put(zstdCompressSync(JSON.stringify(buildHistory(market.region, AS_OF, histories))), 'history')]);
    if (!known) await pricing.blobs.delete(history_id, 'history');
    const body = { region: market.region, snapshot_id: id, history_id, as_of: market.as_of, prices_as_of: market.as_of, types: 12, pools: market.pools.length, published_at: market.as_of };
    await pricing.bus.publish(priceSnapshotPublished, body, { id: `${id} ${Math.random()}`, key: market.region });
    return { id, market };
  };
  const last = (): ForecastPublished | undefined => told.at(-1);
  const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 50 });
  const forecast = async (): Promise<ForecastSnapshot> => JSON.parse(zstdDecompressSync(await pricing.blobs.get(last()?.forecast_id ?? '')).toString()) as ForecastSnapshot;

  beforeAll(async () => {
    pricing = await bootService('pricing', {}, { ...servers.envOf('pricing'), LOG_FILE: '/dev/null' });
    const decisions = await bootService('decisions', {}, { ...servers.envOf('decisions'), LOG_FILE: '/dev/null' });
    await decisions.bus.watch(forecastPublished, { from: 'latest-per-key' }, (published) => void told.push(published));
    open.push(await replica(serving), decisions, pricing);
  });
  beforeEach(() => serving.reset());
  afterAll(async () => {
    for (const service of open) await service.close();
  });

  it('says once that no model is active, whatever the prices', async () => {
    const { id } = await publish(1);
    serving.change();
    await until(() => expect(last()).toMatchObject({ forecast_id: null, price_snapshot: id, models: { price: null, interruption: null } }));
    const asked = serving.asked();
    await publish(2);
    await until(() => expect(serving.asked()).toBeGreaterThan(asked));
    expect(told).toHaveLength(1);
  });

  it('tells what the models expect of every pool as soon as they are active, and why one of them says nothing', async () => {
    const { id, market } = await publish(3);
    serving.serve('spot_price_predictor', (row) => [row[0] as number, (row[0] as number) * 1.5]);
    await until(() => expect(last()).toMatchObject({ price_snapshot: id, models: { price: 'spot_price_predictor', interruption: null } }));
    const found = await forecast();
    expect(found).toMatchObject({ region: 'us-east-1', price_snapshot: id, horizon_hours: 24, models: { interruption: null }, fallbacks: [{ code: 'NO_ACTIVE_MODEL' }] });
    expect(found.pools).toHaveLength(market.pools.length);
    const [pool] = market.pools;
    const outlook = found.pools.find((one) => one.instance_type === pool?.instance_type && one.availability_zone === pool.availability_zone && one.product === pool.product);
    expect(outlook?.price?.p50).toBeCloseTo((pool?.price ?? 0) * 1.5, 5);
  });

  it('makes it anew with new prices and with another model, and says that the models failed when they do, until they do not', async () => {
    serving.serve('spot_price_predictor', (row) => [row[0] as number, row[0] as number]);
    serving.serve('spot_predictor', () => [0.04]);
    await until(() => expect(last()?.models).toEqual({ price: 'spot_price_predictor', interruption: 'spot_predictor' }));
    expect((await forecast()).pools.every(({ interruption_probability: share }) => share === 0.04)).toBe(true);
    serving.fail(new AppError('MODEL_FAILED', 'the host ended'));
    const { id } = await publish(4);
    await until(() => expect(last()).toMatchObject({ price_snapshot: id, models: { price: null, interruption: null } }));
    expect(await forecast()).toMatchObject({ pools: [], fallbacks: [{ code: 'MODEL_FAILED' }, { code: 'MODEL_FAILED' }] });
    serving.fail(null);
    serving.change();
    await until(() => expect(last()).toMatchObject({ price_snapshot: id, models: { price: 'spot_price_predictor', interruption: 'spot_predictor' } }));
  });

  it('tells of interruptions all the same when the history of the prices has expired', async () => {
    serving.serve('spot_price_predictor', (row) => [row[0] as number, row[0] as number]);
    serving.serve('spot_predictor', () => [0.04]);
    const { id } = await publish(7, false);
    await until(() => expect(last()).toMatchObject({ price_snapshot: id, models: { price: null, interruption: 'spot_predictor' } }));
    expect(await forecast()).toMatchObject({ fallbacks: [{ code: 'NO_FORECAST' }] });
  });

  it('drops what cannot be, pool by pool', async () => {
    const { id } = await publish(5);
    let row = 0;
    serving.serve('spot_predictor', () => [[0.1, Number.NaN, -1, 1.1][row++ % 4] as number]);
    await until(() => expect(last()).toMatchObject({ price_snapshot: id, models: { price: null, interruption: 'spot_predictor' } }));
    expect(new Set((await forecast()).pools.map(({ interruption_probability: share }) => share))).toEqual(new Set([0.1]));
  });

  it('says the same bytes on every replica, so that the second has nothing to tell', async () => {
    const { id } = await publish(6);
    serving.serve('spot_price_predictor', (row) => [row[0] as number, row[0] as number]);
    await until(() => expect(last()).toMatchObject({ price_snapshot: id, models: { price: 'spot_price_predictor' } }));
    const other = new MadeUpServing();
    const second = await replica(other);
    other.serve('spot_price_predictor', (row) => [row[0] as number, row[0] as number]);
    await until(() => expect(other.asked()).toBeGreaterThan(1));
    expect([other.runs(), last()?.forecast_id]).toEqual([0, last()?.forecast_id]);
    await second.close();
  });
});
