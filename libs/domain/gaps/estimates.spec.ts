import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FetchBasis, FetchScope } from '@ml/contracts/price-coverage';
import { DAY_MS } from '@ml/units/time';
import { estimateChanges } from './estimate-changes';
import { gapCoverage, missingTypes } from './gap-coverage';
import { expectedOf, planPieces } from './plan-pieces';
import { requiredWindow } from './required-window';
import { secondsFor, wholeMinutes } from './seconds-for';
import { withinReach } from './within-reach';

const type = (instance_type: string, pools: number, changes_per_day: number | null) => ({ instance_type, pools, changes_per_day, missing: [] });
const basis = (region: string, types: FetchBasis['types'], on_demand_as_of: string | null = null): FetchBasis => ({ region, types, on_demand_as_of });
const from = new Date('2026-11-01T00:00:00Z');
const until = new Date('2026-11-08T00:00:00Z');
const MISSING = [{ from: '2026-11-02T06:00:00.000Z', until: '2026-11-04T00:00:00.000Z' }];

describe('the changes that are expected of a type', () => {
  const unknown = type('m5.large', 6, null);

  it('are those that were seen', () => {
    expect(estimateChanges([basis('r', [type('m5.large', 6, 12)])])('r', type('m5.large', 6, 12))).toEqual({ pools: 6, changes_per_day: 12 });
  });

  it('are those of the same type in another region before those of its family, by the number of pools', () => {
    const bases = [basis('r', [unknown, type('m5.xlarge', 6, 600)]), basis('s', [type('m5.large', 3, 9)])];
    expect(estimateChanges(bases)('r', unknown).changes_per_day).toBe(6 * 3);
  });

  it('are those of the family before those of the region', () => {
    expect(estimateChanges([basis('r', [unknown, type('m5.xlarge', 3, 30), type('c5.large', 3, 300)])])('r', unknown).changes_per_day).toBe(6 * 10);
  });

  it('are those of the region before those of all regions', () => {
    const bases = [basis('r', [unknown, type('c5.large', 3, 30)]), basis('s', [type('c5.large', 3, 300)])];
    expect(estimateChanges(bases)('r', unknown).changes_per_day).toBe(6 * 10);
    expect(estimateChanges([basis('r', [unknown]), basis('s', [type('c5.large', 3, 300)])])('r', unknown).changes_per_day).toBe(6 * 100);
  });

  it('are 150,000 in 28 days of 50 types in 2 large regions where no price was ever seen', () => {
    expect(estimateChanges([])('r', type('m5.large', 12, null)).changes_per_day * 28 * 50 * 2).toBeCloseTo(150_000, 6);
  });

  it('are half as many in regions of which nobody knows the zones: most have three', () => {
    const { pools, changes_per_day } = estimateChanges([])('s', type('c7.large', 0, null));
    expect(pools).toBe(6);
    expect(changes_per_day * 28 * 50 * 2).toBeCloseTo(75_000, 6);
  });

  it('are of as many pools as the others have on average when none is known', () => {
    const rates = estimateChanges([basis('r', [type('m5.xlarge', 4, 40), type('m5.2xlarge', 8, 80), type('c5.large', 18, 18)])]);
    expect(rates('r', type('m5.large', 0, null))).toEqual({ pools: 6, changes_per_day: 60 });
    expect(rates('r', type('r5.large', 0, null))).toEqual({ pools: 10, changes_per_day: 10 * (138 / 30) });
  });

  it('are never negative and always a number', () => {
    const types = fc.array(fc.record({ instance_type: fc.constantFrom('m5.large', 'm5.xlarge', 'odd'), pools: fc.nat(40), changes_per_day: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })), missing: fc.constant([]) }));
    fc.assert(
      fc.property(fc.array(fc.record({ region: fc.constantFrom('r', 's'), types, on_demand_as_of: fc.constant(null) })), (bases) => {
        const rates = estimateChanges(bases);
        for (const { region, types } of bases) for (const one of types) {
          expect(rates(region, one).changes_per_day).toBeGreaterThanOrEqual(0);
          expect(rates(region, one).pools).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('how long it takes', () => {
  it('is 5 minutes for 150,000 records before anything was measured, and what was measured after', () => {
    expect(wholeMinutes(secondsFor(150_000, null))).toBe(5);
    expect(secondsFor(150_000, 3_000)).toBe(50);
    expect(secondsFor(10, 0)).toBe(1);
  });

  it('is shown as a minute at least when there is anything to do', () => {
    expect(wholeMinutes(secondsFor(1, 5_000))).toBe(1);
    expect(wholeMinutes(secondsFor(0, 5_000))).toBe(0);
  });
});

describe('the part of a window that can be asked about', () => {
  it('ends now and begins 90 days ago', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    expect(withinReach({ from: new Date(0), until: new Date('2026-11-22T00:00:00Z') }, now)).toEqual({ from: new Date('2026-08-23T12:00:00Z'), until: now });
    expect(withinReach({ from, until }, now)).toEqual({ from, until });
    expect(withinReach({ from: new Date(0), until: new Date(1) }, now)).toEqual({ from: new Date(1), until: new Date(1) });
  });
});

describe('the prices that a model needs', () => {
  const now = new Date('2026-11-28T10:00:00Z');
  const window = (trained_until: string, lookbackDays = 15) => requiredWindow({ trained_until, lookbackDays, maxDays: 90, now });

  it('begin with its last day', () => {
    expect(window('2026-10-31')).toMatchObject({ gap_days: 28, required_from: '2026-10-31', out_of_reach_days: 0, until: new Date('2026-11-28T08:00:00Z') });
  });

  it('begin with the lookback when that is longer, also of a model of today or of tomorrow', () => {
    expect(window('2026-11-20')).toMatchObject({ gap_days: 8, required_from: '2026-11-13' });
    expect(window('2026-11-28')).toMatchObject({ gap_days: 0, required_from: '2026-11-13' });
    expect(window('2027-01-01')).toMatchObject({ gap_days: 0, required_from: '2026-11-13', out_of_reach_days: 0 });
  });

  it('begin where a source still has them', () => {
    expect(window('2026-08-01')).toMatchObject({ gap_days: 119, required_from: '2026-08-30', out_of_reach_days: 29, from: new Date('2026-08-30T10:00:00Z') });
  });
});

describe('the coverage of a gap', () => {
  const bases = [basis('r', [{ ...type('m5.large', 6, 10), missing: MISSING }, type('c5.large', 4, 10)]), basis('q', [{ ...type('c5.large', 2, 10), missing: [{ from: from.toISOString(), until: until.toISOString() }] }])];

  it('counts days of pools; a day of which a part is missing is missing', () => {
    expect(gapCoverage(bases, { from, until })).toEqual({ required: 84, complete: 84 - 12 - 14, missing: 26, percent_complete: 69 });
    expect(gapCoverage([], { from, until })).toEqual({ required: 0, complete: 0, missing: 0, percent_complete: 100 });
  });

  it('names the widest gaps first, in whole days', () => {
    expect(missingTypes(bases, { from, until })).toEqual([
      { region: 'q', instance_type: 'c5.large', missing_days: 7, missing: [{ from: from.toISOString(), until: until.toISOString() }], estimated_records: 72 },
      { region: 'r', instance_type: 'm5.large', missing_days: 2, missing: [{ from: '2026-11-02T00:00:00.000Z', until: '2026-11-04T00:00:00.000Z' }], estimated_records: 26 },
    ]);
  });
});

describe('the pieces of a plan', () => {
  const scope: FetchScope = { regions: ['r', 's'], instance_types: ['m5.large'], known_types: 200 };
  const now = until;
  const bases = [basis('r', [{ ...type('m5.large', 6, 10), missing: MISSING }], '2026-11-07T12:00:00Z'), basis('s', [type('m5.large', 6, 10)], '2026-11-06T12:00:00Z')];
  const ask = { data_types: ['spot_prices', 'on_demand_prices', 'spot_advisor'] as const, scope, bases, from, until, anewFrom: until, freshAt: now };

  it('are what is missing and what is stale; a list has no times and is fetched whole, and the advisor is one for all regions', () => {
    expect(planPieces(ask)).toEqual([
      { data_type: 'spot_prices', region: 'r', chunks: [{ instance_types: ['m5.large'], start_at: '2026-11-02T00:00:00.000Z', end_at: '2026-11-04T00:00:00.000Z', expected_records: 26 }] },
      { data_type: 'on_demand_prices', region: 's', chunks: [{ instance_types: [], start_at: null, end_at: null, expected_records: 400 }] },
      { data_type: 'spot_advisor', region: '*', chunks: [{ instance_types: [], start_at: null, end_at: null, expected_records: 800 }] },
    ]);
    expect(expectedOf(planPieces(ask))).toBe(1_226);
  });

  it('are also what is covered from a day on that is asked for anew, and lists that are fresh', () => {
    const anew = planPieces({ ...ask, anewFrom: new Date(until.getTime() - DAY_MS), freshAt: null });
    expect(anew.map(({ data_type, region, chunks }) => [data_type, region, chunks.map(({ start_at }) => start_at)])).toEqual([
      ['spot_prices', 'r', ['2026-11-02T00:00:00.000Z', '2026-11-07T00:00:00.000Z']],
      ['spot_prices', 's', ['2026-11-07T00:00:00.000Z']],
      ['on_demand_prices', 'r', [null]],
      ['on_demand_prices', 's', [null]],
      ['spot_advisor', '*', [null]],
    ]);
  });

  it('leave out a region in which none of the named types is offered', () => {
    expect(planPieces({ ...ask, data_types: ['spot_prices', 'on_demand_prices'], bases: [basis('r', [])], anewFrom: from, freshAt: null })).toEqual([]);
  });
});
