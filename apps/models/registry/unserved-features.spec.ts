import { describe, expect, it } from 'vitest';
import type { ModelType } from '@ml/contracts/model-metadata';
import { SPOT_PRICE_FEATURES } from '@ml/domain/features/spot-price-features';
import { USAGE_FEATURES } from '@ml/engine-kernel/usage-features';
import { unservedFeatures } from './unserved-features';

const warnings = (type: ModelType, features: readonly string[]) => unservedFeatures(type, [{ name: 'numbers', datatype: 'FP32', features }]);

describe('what a model wants to know', () => {
  it('is no matter where decisions can tell all of it, or a part in another order', () => {
    expect(warnings('spot_price_predictor', SPOT_PRICE_FEATURES)).toEqual([]);
    expect(warnings('spot_price_predictor', ['hour_cos', 'lag_1h'])).toEqual([]);
    expect(warnings('resource_forecaster', USAGE_FEATURES)).toEqual([]);
  });

  it('is no matter for types that decisions do not use', () => {
    expect(warnings('anomaly_detector', ['anything'])).toEqual([]);
  });

  it('is named where decisions cannot tell it, five at most', () => {
    expect(warnings('spot_price_predictor', ['lag_1h', 'moon'])).toMatchObject([{ code: 'NOT_FOR_DECISIONS', text: expect.stringContaining('cannot tell it moon;') as string }]);
    expect(warnings('spot_predictor', ['f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6'])).toMatchObject([{ text: expect.stringContaining('f0, f1, f2, f3, f4, and 2 more;') as string }]);
  });

  it('is in the order of the kernel where rows are sent as they stand', () => {
    expect(warnings('resource_forecaster', [...USAGE_FEATURES].reverse())).toMatchObject([{ code: 'NOT_FOR_DECISIONS' }]);
    expect(warnings('resource_forecaster', USAGE_FEATURES.slice(1))).toMatchObject([{ code: 'NOT_FOR_DECISIONS' }]);
  });
});
