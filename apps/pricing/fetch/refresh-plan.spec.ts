import { describe, expect, it } from 'vitest';
import type { SourceState } from '@ml/persistence/stores/pricing/source-state';
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
const given: PlanGiven = { kinds: ['spot_prices'], regions: ['us-east-1'], states: [], sourceOf: () => 'aws', onlyMissing: false, firstFetchDays: 8, now: NOW };

describe('planRefresh', () => {
  it('asks for the first days where nothing is known', () => {
    expect(planRefresh(given)).toEqual([{ kind: 'spot_prices', region: 'us-east-1', startAt: new Date(NOW - 8 * DAY_MS) }]);
  });

  it('goes on where the last fetch ended, an hour overlapping', () => {
    expect(planRefresh({ ...given, states: [state({})] })[0]?.startAt).toEqual(new Date(NOW - 3 * HOUR_MS));
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
