import { afterEach, beforeAll, expect, it } from 'vitest';
import { midday } from '@ml/testing/midday';
import { priceFleet } from '@ml/testing/price-fleet';
import { fillRig, type Prices } from './test/watched-fill';

const NOW = midday.start;
const REGIONS = ['us-east-1'];
const SPEC_MS = 120_000;

const fleet = await priceFleet({ regions: REGIONS, now: NOW, env: { 'gap-filler': { GAP_FILLER_BATCH_SIZE: '20' } } });
const { pricing, 'gap-filler': gapFillers } = fleet.replicas;
const kill = (replicas: typeof pricing): Promise<unknown> => Promise.all(replicas.map((replica) => replica.kill()));
const rig = fillRig(fleet, { now: NOW, regions: REGIONS });
let undisturbed: Prices;

beforeAll(async () => {
  expect((await rig.run()).status).toBe('completed');
  undisturbed = await rig.prices();
  expect(undisturbed.spot_rows).toBeGreaterThan(500);
  // The whole list, whatever types were named.
  expect(undisturbed.on_demand_rows).toBeGreaterThan(100);
});

afterEach(() => fleet.emulator.clearFaults());

it('has the same rows as an undisturbed fill when pricing and the gap filler are killed in the middle, twice', { timeout: SPEC_MS }, async () => {
  await rig.forget();
  await fleet.emulator.faults({ kind: 'delay', delay_ms: 100 });
  const killedAt = async (rows: number): Promise<void> => {
    await rig.brought(rows);
    await kill([...pricing, ...gapFillers]);
  };
  const state = await rig.run({
    middle: async () => {
      await killedAt(100);
      await killedAt(300);
    },
  });
  expect(state).toMatchObject({ status: 'completed', percent_complete: 100, error_message: null });
  expect(await rig.prices()).toEqual(undisturbed);
});

it('inserts nothing when everything is fetched again, and fetches no prices again that it need not', async () => {
  const again = await rig.run({ more: { refetch: true } });
  expect(again).toMatchObject({ status: 'completed', records_inserted: 0 });
  expect(again.records_fetched).toBeGreaterThan(500);
  const calls = (await fleet.emulator.calls())['DescribeSpotPriceHistory'];
  expect(await rig.run({ more: { data_types: ['spot_prices'] } })).toMatchObject({ status: 'completed', percent_complete: 100, records_fetched: 0, records_inserted: 0 });
  expect((await fleet.emulator.calls())['DescribeSpotPriceHistory']).toBe(calls);
  expect(await rig.prices()).toEqual(undisturbed);
});

it('loses nothing when the gap filler is killed as soon as it has said yes', { timeout: SPEC_MS }, async () => {
  await rig.forget();
  await fleet.emulator.faults({ kind: 'delay', delay_ms: 50 });
  expect(await rig.run({ more: { priority: 'normal' }, middle: async () => void (await kill(gapFillers)) })).toMatchObject({ status: 'completed', error_message: null });
  expect(await rig.prices()).toEqual(undisturbed);
});

it('ends as cancelled when pricing is killed right after it was called off, keeps what came, and is made whole by the next fill', { timeout: SPEC_MS }, async () => {
  await rig.forget();
  await fleet.emulator.faults({ kind: 'delay', delay_ms: 100 });
  const state = await rig.run({
    middle: async () => {
      await rig.brought(100);
      await rig.cancel();
      await kill(pricing);
    },
  });
  expect(state.status).toBe('cancelled');
  expect(state.percent_complete).toBeLessThan(100);
  await fleet.emulator.clearFaults();
  expect((await rig.prices()).spot_rows).toBeLessThan(undisturbed.spot_rows);
  expect((await rig.run()).status).toBe('completed');
  expect(await rig.prices()).toEqual(undisturbed);
});
