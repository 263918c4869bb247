import { describe, expect, it } from 'vitest';
import type { SourceState } from '@ml/persistence/stores/pricing/source-state';
import type { WholeSpans } from '@ml/persistence/stores/pricing/whole-spans';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { planRefresh, type PlanGiven } from './refresh-plan';

const NOW = Date.UTC(2026, 10, 20, 10);
const state = (change: Partial<SourceState>): SourceState => ({
  region: 'us-east-1',
  data_type: 'spot_prices',
  source: 'aws',
  observed_until: new Date(NOW - 2 * HOUR_MS),
  revision: 1,
  changed_at: null,
  attempted_at: null,
  error_message: null,
  ...change,
});
/** Spans of all types, in days before now. */
const whole = (...spans: readonly (readonly [from: number, until: number])[]): WholeSpans => ({
  region: 'us-east-1',
  has_file: false,
  from: spans.map(([from]) => new Date(NOW - from * DAY_MS)),
  until: spans.map(([, until]) => new Date(NOW - until * DAY_MS)),
});
const given: PlanGiven = { kinds: ['spot_prices'], regions: ['us-east-1'], states: [], fetched: [], sourceOf: () => 'aws', onlyMissing: false, firstFetchDays: 8, now: NOW };

describe('planRefresh', () => {
  it('asks for the first days where nothing is known', () => {
    expect(planRefresh(given)).toEqual([{ kind: 'spot_prices', region: 'us-east-1', startAt: new Date(NOW - 8 * DAY_MS) }]);
  });

  it('goes on where the last fetch ended, an hour overlapping', () => {
    expect(planRefresh({ ...given, states: [state({})] })[0]?.startAt).toEqual(new Date(NOW - 3 * HOUR_MS));
  });

  it.each([
    ['only some types were fetched: the first days', whole(), 8 * 24],
    ['all types, but only of yesterday: the first days', whole([2, 1]), 8 * 24],
    ['a fetch since the first days: from its end', whole([40, 30], [8.1, 0.125]), 4],
    ['the service was down for a week, and a day was filled meanwhile: from where it went down', whole([20, 7], [2, 1]), 7 * 24 + 1],
    ['it was down for longer than the first days: from where it went down', whole([40, 20]), 20 * 24 + 1],
    ['a file brought prices: from where all ends', { ...whole(), has_file: true }, 3],
  ])('goes by what was noted of all types; %s', (_, noted, hours) => {
    const [planned] = planRefresh({ ...given, states: [state({})], fetched: [noted] });
    expect(planned?.startAt).toEqual(new Date(NOW - hours * HOUR_MS));
  });

  it('fetches at the start what was fetched in part only, of spot prices and lists alike', () => {
    const partly = { ...given, onlyMissing: true, kinds: ['catalogue', 'on_demand_prices', 'spot_prices'] as const, fetched: [whole()] };
    const states = [state({}), ...(['offerings', 'on_demand_prices'] as const).map((data_type) => state({ data_type, observed_until: null }))];
    expect(planRefresh({ ...partly, states }).map(({ kind, startAt }) => [kind, startAt])).toEqual([['catalogue', null], ['on_demand_prices', null], ['spot_prices', new Date(NOW - 8 * DAY_MS)]]);
    const observed = states.map((one) => ({ ...one, observed_until: new Date(NOW) }));
    expect(planRefresh({ ...partly, states: observed, fetched: [whole([30, 7])] })).toEqual([]);
  });

  it('never asks for more than AWS keeps', () => {
    const states = [state({ observed_until: new Date('2022-06-01T00:00:00Z') })];
    expect(planRefresh({ ...given, states })[0]?.startAt).toEqual(new Date(NOW - 90 * DAY_MS));
  });

  it('plans at the start only what was never there, and the advisor once for all regions', () => {
    const first = { ...given, onlyMissing: true, kinds: ['catalogue', 'spot_advisor', 'spot_prices'] as const, states: [state({})] };
    expect(planRefresh(first).map(({ kind, region }) => [kind, region])).toEqual([
      ['catalogue', 'us-east-1'],
      ['spot_advisor', '*'],
    ]);
  });

  it('takes what the emulator told for nothing as soon as a real source is asked', () => {
    const states = [state({ source: 'emulator' }), state({ source: 'emulator', data_type: 'offerings' }), state({ source: 'emulator', data_type: 'on_demand_prices' })];
    const first = { ...given, onlyMissing: true, kinds: ['catalogue', 'on_demand_prices', 'spot_prices'] as const, states };
    expect(planRefresh(first).map(({ kind, startAt }) => [kind, startAt])).toEqual([['catalogue', null], ['on_demand_prices', null], ['spot_prices', new Date(NOW - 8 * DAY_MS)]]);
    expect(planRefresh({ ...first, sourceOf: () => 'emulator' })).toEqual([]);
  });

  it('does not ask the emulator where real prices are', () => {
    const states = [state({ source: 'file' })];
    expect(planRefresh({ ...given, states, sourceOf: () => 'emulator' })).toEqual([]);
    expect(planRefresh({ ...given, states: [state({ source: 'emulator' })], sourceOf: () => 'emulator' })).toHaveLength(1);
  });
});
