import { describe, expect, it } from 'vitest';
import type { SourceState } from '@ml/persistence/stores/pricing/source-state';
import { HOUR_MS } from '@ml/units/time';
import { complaintOf } from './price-health';

const NOW = Date.UTC(2026, 10, 20, 10);
const state = (change: Partial<SourceState>): SourceState => ({
  region: 'us-east-1',
  data_type: 'spot_prices',
  source: 'aws',
  observed_until: new Date(NOW - 5 * HOUR_MS),
  revision: 1,
  changed_at: null,
  attempted_at: null,
  error_message: null,
  ...change,
});

describe('what health says of prices', () => {
  it('is nothing while the last refresh succeeded not long ago', () => {
    expect(complaintOf(state({ observed_until: new Date(NOW - 3 * HOUR_MS) }), NOW)).toEqual([]);
  });

  it('names the age once three refreshes were missed', () => {
    expect(complaintOf(state({}), NOW)).toEqual(['spot_prices of us-east-1: 5 h old']);
  });

  it('names age and cause of a failed refresh, however fresh the prices are', () => {
    expect(complaintOf(state({ observed_until: new Date(NOW), error_message: 'throttled' }), NOW)).toEqual(['spot_prices of us-east-1: 0 h old, throttled']);
    expect(complaintOf(state({ region: '*', data_type: 'catalogue', observed_until: null, error_message: 'refused' }), NOW)).toEqual(['catalogue of all regions: never fetched, refused']);
  });

  it('leaves lists alone, which change rarely', () => {
    expect(complaintOf(state({ data_type: 'on_demand_prices' }), NOW)).toEqual([]);
  });
});
