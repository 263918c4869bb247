import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { midday } from '@ml/testing/midday';
import { priceFleet } from '@ml/testing/price-fleet';
import { fillRig, type Prices } from './test/watched-fill';

const NOW = midday.start;
const REGIONS = ['us-east-1'];
const SPEC_MS = 120_000;
/** Longer than any pause between two attempts to connect. */
const AWAY_MS = 4_000;

const fleet = await priceFleet({ regions: REGIONS, now: NOW, env: { 'gap-filler': { GAP_FILLER_BATCH_SIZE: '20' } } });
const rig = fillRig(fleet, { now: NOW, regions: REGIONS });
let undisturbed: Prices;

beforeAll(async () => {
  expect((await rig.run()).status).toBe('completed');
  undisturbed = await rig.prices();
});

afterEach(() => fleet.emulator.clearFaults());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a fill without one of its servers', () => {
  it.each([
    ['NATS', fleet.servers.nats.server],
    ['PostgreSQL', fleet.servers.postgres],
  ])('has the same rows as an undisturbed one when %s is killed in the middle and comes back', { timeout: SPEC_MS }, async (_, server) => {
    await rig.forget();
    await fleet.emulator.faults({ kind: 'delay', delay_ms: 100 });
    const state = await rig.run({
      middle: async () => {
        await rig.brought(150);
        await server.kill();
        await pause(AWAY_MS);
        await server.restart();
      },
    });
    expect(state).toMatchObject({ status: 'completed', percent_complete: 100, error_message: null });
    expect(await rig.prices()).toEqual(undisturbed);
  });
});
