import { number, type ConfigOf } from '@ml/engine-kernel/settings';

export const shadowItTrackerSettings = {
  min_age_days: number({ default: 7, min: 0, max: 3_650, unit: 'days', why: 'the contract: what was made last week may be somebody at work' }),
  max_skew_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'ours: of machines a week old few become nodes within the hour; a mark can be taken off again' }),
  max_ahead_minutes: number({ default: 5, min: 0, max: 60, unit: 'minutes', why: 'ours: clocks differ by less' }),
  forget_days: number({ default: 90, min: 7, max: 3_650, unit: 'days', why: 'ours: what nobody listed for a quarter is gone' }),
  valid_minutes: number({ default: 1_440, min: 1, max: 10_080, unit: 'minutes', why: 'the contract: looked for once a day' }),
} as const;

export type ShadowItTrackerSettings = typeof shadowItTrackerSettings;
export type ShadowItTrackerConfig = ConfigOf<ShadowItTrackerSettings>;
