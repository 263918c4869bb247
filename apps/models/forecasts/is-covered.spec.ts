import { describe, expect, it } from 'vitest';
import type { ForecastPublished } from '@ml/contracts/forecasts';
import type { ServedModel } from '../serving/serving';
import type { PoolModels } from './forecast-maker';
import { isCovered, isForOthers } from './is-covered';

const PRICES = { snapshot_id: 'sha256:p' };
const told: ForecastPublished = { region: 'us-east-1', forecast_id: 'sha256:f', price_snapshot: 'sha256:p', models: { price: 'm-1', interruption: null }, as_of: '2026-11-20T10:00:00Z', published_at: '2026-11-20T10:00:01Z' };
const model = (id: string): ServedModel => ({ ref: { id, name: 'prices', version: '1' } }) as ServedModel;
const models = (price?: string): PoolModels => ({ price: price === undefined ? undefined : model(price), interruption: undefined });

describe('what was told of a region', () => {
  it('is enough while the same models are active and the prices are the same', () => {
    expect([isCovered(told, PRICES, models('m-1')), isCovered(told, PRICES, models('m-2')), isCovered(told, { snapshot_id: 'sha256:q' }, models('m-1')), isCovered(told, PRICES, models())]).toEqual([true, false, false, false]);
    expect([isCovered({ ...told, forecast_id: null }, { snapshot_id: 'sha256:q' }, models()), isCovered(undefined, PRICES, models())]).toEqual([true, false]);
  });

  it('is taken back by a replica that lacks models only where it told it itself', () => {
    const others = { told, ownAt: undefined };
    expect([isForOthers(others, PRICES, models()), isForOthers(others, { snapshot_id: 'sha256:q' }, models()), isForOthers(others, PRICES, models('m-0'))]).toEqual([true, true, true]);
    expect([isForOthers({ told, ownAt: told.published_at }, PRICES, models()), isForOthers(others, { snapshot_id: 'sha256:q' }, models('m-0')), isForOthers({ told: undefined, ownAt: undefined }, PRICES, models())]).toEqual([false, false, false]);
  });
});
