import { number } from '@ml/engine-kernel/settings';

export const shadowItTrackerSettings = {
  valid_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'prices are rebuilt at least hourly' }),
} as const;

export type ShadowItTrackerSettings = typeof shadowItTrackerSettings;
