import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@ml/units/time';
import { DECAY_EPOCH_MS, HALF_LIFE_DAYS } from '../score/decay';
import { exposureDeltas } from './exposure-deltas';
import { countingHours, newestInventories, supersedes, toUnits, type HourAccount } from './hour-account';

const POOL = 'm5.large/us-east-1a';
const account = (over: Partial<HourAccount> = {}): HourAccount => ({
  customer_id: 'cu-1',
  cluster_id: 'c-1',
  hour: DECAY_EPOCH_MS,
  source: 'snapshot',
  observed_at: DECAY_EPOCH_MS,
  mark: '',
  units: {},
  interrupted: {},
  ...over,
});

describe('an hour of a cluster', () => {
  it('adds its instance-hours once, and what they are worth as evidence', () => {
    const first = exposureDeltas([{ account: account({ units: { [POOL]: toUnits(3) } }), before: {} }], []);
    expect(first).toEqual([{ customer_id: 'cu-1', pool: POOL, units: 30_000, hours: 1, effective: expect.closeTo(1.5, 6) as number }]);
    expect(exposureDeltas([{ account: account({ units: { [POOL]: toUnits(3) } }), before: { [POOL]: 30_000 } }], [])).toEqual([]);
  });

  it('a half-life later is worth twice as much against the epoch', () => {
    const hour = DECAY_EPOCH_MS + HALF_LIFE_DAYS * 24 * HOUR_MS;
    expect(exposureDeltas([{ account: account({ hour, units: { [POOL]: toUnits(1) } }), before: {} }], [])[0]?.effective).toBeCloseTo(2, 6);
  });

  it('of a second cluster of the customer adds little evidence, and no hour', () => {
    const sums = [{ customer_id: 'cu-1', hour: DECAY_EPOCH_MS, pool: POOL, units: toUnits(4) }];
    const [delta] = exposureDeltas([{ account: account({ cluster_id: 'c-2', units: { [POOL]: toUnits(4) } }), before: {} }], sums);
    expect(delta).toEqual({ customer_id: 'cu-1', pool: POOL, units: 40_000, hours: 0, effective: expect.closeTo(8 / 4.5 - 4 / 2.5, 5) as number });
  });

  it('that is corrected to nothing leaves nothing', () => {
    const sums = [{ customer_id: 'cu-1', hour: DECAY_EPOCH_MS, pool: POOL, units: toUnits(1) }];
    expect(exposureDeltas([{ account: account(), before: { [POOL]: toUnits(1) } }], sums)).toEqual([{ customer_id: 'cu-1', pool: POOL, units: -10_000, hours: -1, effective: -1 }]);
  });
});

describe('of several accounts of an hour', () => {
  const accounts = fc.array(
    fc.record({ source: fc.constantFrom('hours', 'snapshot'), observed_at: fc.nat(3), mark: fc.constantFrom('a', 'b') }).map((over) => account(over)),
    { minLength: 1, maxLength: 12 },
  );

  it('the same one counts in whatever order they come, and nothing supersedes it', () => {
    fc.assert(
      fc.property(accounts.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, shuffled]) => {
        const [winner] = countingHours(list);
        expect(countingHours(shuffled)).toEqual([winner]);
        for (const other of list) expect(supersedes(other, winner as HourAccount)).toBe(false);
      }),
    );
  });

  it('what the platform counted is preferred to what a snapshot saw later', () => {
    const [winner] = countingHours([account({ source: 'hours', observed_at: 1 }), account({ observed_at: 2 })]);
    expect(winner?.source).toBe('hours');
  });

  it('other hours and other clusters are accounts of their own', () => {
    expect(countingHours([account(), account({ hour: DECAY_EPOCH_MS + HOUR_MS }), account({ cluster_id: 'c-2' })])).toHaveLength(3);
    const inventory = { ...account(), region: 'us-east-1', nodes: {} };
    expect(newestInventories([inventory, { ...inventory, observed_at: inventory.observed_at + 1 }, { ...inventory, cluster_id: 'c-2' }]).map(({ observed_at }) => observed_at - DECAY_EPOCH_MS)).toEqual([1, 0]);
  });
});
