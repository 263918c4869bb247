import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { midday } from '@ml/testing/midday';
import { priceFleet } from '@ml/testing/price-fleet';
import { fillRig, type Prices } from './test/watched-fill';

const NOW = midday.start;
const REGIONS = ['us-east-1'];
const SPOT_ONLY = { data_types: ['spot_prices'] } as const;
const NINE_DAYS_SECONDS = 9 * 86_400;

const fleet = await priceFleet({ regions: REGIONS, now: NOW, env: { 'gap-filler': { GAP_FILLER_BATCH_SIZE: '100' } } });
const rig = fillRig(fleet, { now: NOW, regions: REGIONS });
let undisturbed: Prices;

beforeAll(async () => {
  expect((await rig.run({ more: SPOT_ONLY })).status).toBe('completed');
  undisturbed = await rig.prices();
});

afterEach(() => fleet.emulator.clearFaults());

describe('a fill out of odd answers', () => {
  it('stores ten decimals exactly, refuses free, negative, too exact and unreadable prices, counts them by code and says so', async () => {
    await rig.forget();
    await fleet.emulator.faults({ kind: 'odd_prices' });
    const state = await rig.run({ more: SPOT_ONLY });
    expect(state.status).toBe('completed');
    expect(Object.keys(state.refused).sort()).toEqual(['BAD_PRICE', 'PRICE_NOT_POSITIVE', 'PRICE_TOO_PRECISE']);
    expect(Object.values(state.refused).reduce((sum, count) => sum + count, 0)).toBe(state.records_refused);
    // Four of the five that come by turns.
    expect(state.records_refused / state.records_fetched).toBeCloseTo(0.8, 1);
    for (const code of Object.keys(state.refused)) expect(state.log.map(({ text }) => text).join('\n')).toContain(code);
    const stored = await rig.spotPrices();
    expect(stored.length).toBeGreaterThan(100);
    expect(stored.filter((price) => !/^0\.\d{6}1234$/.test(price))).toEqual([]);
  });

  it('fails when every price is of the future, covers nothing with it, and fills the same days once the times are right', async () => {
    await rig.forget();
    await fleet.emulator.faults({ kind: 'clock_skew', skew_seconds: NINE_DAYS_SECONDS });
    const ahead = await rig.run({ more: SPOT_ONLY });
    expect(ahead).toMatchObject({ status: 'failed', records_inserted: 0 });
    expect(ahead.records_refused).toBe(ahead.records_fetched);
    expect(ahead.error_message).toContain('BAD_TIME');
    await fleet.emulator.clearFaults();
    expect((await rig.run({ more: SPOT_ONLY })).status).toBe('completed');
    expect(await rig.prices()).toEqual(undisturbed);
  });

  it('loses no more than a page that cannot be read', async () => {
    await rig.forget();
    await fleet.emulator.faults({ kind: 'unreadable', times: 1 });
    const state = await rig.run({ more: SPOT_ONLY });
    expect(state).toMatchObject({ status: 'completed', records_refused: 100 });
    expect((await rig.run({ more: { ...SPOT_ONLY, refetch: true } })).status).toBe('completed');
    expect(await rig.prices()).toEqual(undisturbed);
  });
});
