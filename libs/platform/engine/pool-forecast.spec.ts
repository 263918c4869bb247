import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { NamedFacts } from '@ml/contracts/engines';
import { poolForecast, withoutLost } from './pool-forecast';
import { SnapshotCache } from './snapshot-cache';

const REGION = 'us-east-1';
const forecast = { schema: 1, region: REGION, price_snapshot: 'sha256:prices', pools: [] };
const shared = [{ id: 'sha256:f', key: REGION, bytes: new Uint8Array(zstdCompressSync(JSON.stringify(forecast))) }];
const named = (forecasts: NamedFacts['forecasts']): NamedFacts => ({ prices: { [REGION]: 'sha256:prices' }, pools: null, ...(forecasts !== undefined && { forecasts }) });
const found = (forecasts: NamedFacts['forecasts'], prices = 'sha256:prices', at = shared) => poolForecast({ named: named(forecasts), forecasts: at, region: REGION, prices }, new SnapshotCache());

describe('the forecast of a decision', () => {
  it('is that of its region, made from the prices of the decision', () => {
    expect(found({ [REGION]: 'sha256:f' })).toEqual({ poolForecast: forecast });
  });

  it.each([
    ['no model is active', found({ [REGION]: null }), 'NO_ACTIVE_MODEL'],
    ['none was made yet', found({}), 'NO_FORECAST'],
    ['nobody names a region', poolForecast({ named: named({ [REGION]: 'sha256:f' }), forecasts: shared, region: undefined, prices: undefined }, new SnapshotCache()), 'NO_FORECAST'],
    ['the decision knows nothing of forecasts', found(undefined), 'NO_FORECAST'],
    ['it has left the blob store', found({ [REGION]: 'sha256:f' }, 'sha256:prices', []), 'NO_FORECAST'],
    ['it was made from other prices', found({ [REGION]: 'sha256:f' }, 'sha256:newer'), 'FORECAST_STALE'],
  ])('is not there when %s, and says why', (_, facts, code) => {
    expect([facts.poolForecast, facts.modelFallback?.code]).toEqual([undefined, code]);
  });

  it('is not named to a replay when it took no part', () => {
    expect(withoutLost(named({ [REGION]: 'sha256:f', 'us-west-2': 'sha256:gone', 'eu-west-1': null }), shared).forecasts).toEqual({ [REGION]: 'sha256:f', 'eu-west-1': null });
    expect(withoutLost(named(undefined), [])).toEqual(named(undefined));
  });
});
