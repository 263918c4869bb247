import { number, type ConfigOf } from '@ml/engine-kernel/settings';

export const networkOptimizerSettings = {
  min_gb_per_day: number({ default: 10, min: 0, max: 1e6, unit: 'GB a day', why: 'the contract: only pairs that exchange more than this across zones are worth a change' }),
  min_monthly_savings: number({ default: 5, min: 0, max: 1e6, unit: 'USD a month', why: 'ours: what a change must bring by itself; below it, somebody who reviews it costs more' }),
  min_endpoints_per_zone: number({ default: 3, min: 1, max: 100, unit: 'endpoints', why: 'KEP-2433: below three endpoints a zone, one more or less shifts too much load' }),
  max_overload: number({ default: 0.2, min: 0, max: 1, unit: 'share', why: 'KEP-2433: no zone may get 20% more load an endpoint than it would without preference' }),
  exact_evaluations: number({ default: 20_000, min: 0, max: 1e6, unit: 'streams looked at', why: 'ours: groups of workloads up to this size are solved by looking at every choice' }),
  search_evaluations: number({ default: 250_000, min: 1, max: 1e9, unit: 'streams looked at', why: 'ours: a twentieth of a second of work, twenty-five looks at each of ten thousand streams; then the best found so far is taken' }),
  valid_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'pods come and go: what fits into a zone now may not in an hour' }),
} as const;

export type NetworkOptimizerSettings = typeof networkOptimizerSettings;
export type NetworkOptimizerConfig = ConfigOf<NetworkOptimizerSettings>;
