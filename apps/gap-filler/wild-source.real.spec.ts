import { afterEach, beforeAll, expect, it } from 'vitest';
import { midday } from '@ml/testing/midday';
import { priceFleet } from '@ml/testing/price-fleet';
import { fillRig, type Prices } from './test/watched-fill';

const NOW = midday.start;
const REGIONS = ['us-east-1', 'eu-west-1'];
const SPEC_MS = 120_000;

const fleet = await priceFleet({
  regions: REGIONS,
  now: NOW,
  replicas: 2,
  env: { 'gap-filler': { GAP_FILLER_BATCH_SIZE: '20' }, pricing: { PRICING_DATA_RETRY_ATTEMPTS: '12', PRICING_DATA_RETRY_BACKOFF: '1' } },
});
const rig = fillRig(fleet, { now: NOW, regions: REGIONS });
let undisturbed: Prices;

beforeAll(async () => {
  expect((await rig.run()).status).toBe('completed');
  undisturbed = await rig.prices();
});

afterEach(() => fleet.emulator.clearFaults());

it('has the same rows as an undisturbed fill out of a source that throttles, fails, breaks off, is late, repeats itself and shuffles, two replicas of each service', { timeout: SPEC_MS }, async () => {
  await rig.forget();
  await fleet.emulator.faults(
    { kind: 'throttle', probability: 0.1 },
    { kind: 'error', probability: 0.1 },
    { kind: 'truncate', probability: 0.1 },
    { kind: 'delay', delay_ms: 40, probability: 0.5 },
    { kind: 'duplicate', probability: 0.3 },
    { kind: 'out_of_order', probability: 0.3 },
  );
  const state = await rig.run();
  expect(state).toMatchObject({ status: 'completed', percent_complete: 100, records_refused: 0, error_message: null });
  expect(await rig.prices()).toEqual(undisturbed);
});

it('begins a list again whose page tokens have expired', { timeout: SPEC_MS }, async () => {
  await rig.forget();
  await fleet.emulator.faults({ kind: 'expired_token', operation: 'DescribeSpotPriceHistory', region: 'us-east-1', times: 1 });
  expect(await rig.run({ more: { data_types: ['spot_prices'] } })).toMatchObject({ status: 'completed', error_message: null });
  expect(await rig.prices()).toMatchObject({ spot: undisturbed.spot, spot_rows: undisturbed.spot_rows });
});

it('fails with the reason when credentials are refused, and goes on with what is missing when it is asked again', { timeout: SPEC_MS }, async () => {
  await rig.forget();
  await fleet.emulator.faults({ kind: 'refuse_credentials', operation: 'DescribeSpotPriceHistory', region: 'eu-west-1' });
  const refused = await rig.run();
  expect(refused.status).toBe('failed');
  expect(refused.error_message).toContain('eu-west-1');
  await fleet.emulator.clearFaults();
  expect((await rig.run()).status).toBe('completed');
  expect(await rig.prices()).toEqual(undisturbed);
});
