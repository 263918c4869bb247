import { number, type ConfigOf } from '@ml/engine-kernel/settings';

export const volumeCleanupSettings = {
  min_unattached_days: number({ default: 7, min: 7, max: 3_650, unit: 'days', why: 'the contract: a week at least since it was detached' }),
  delete_after_days: number({ default: 30, min: 30, max: 3_650, unit: 'days', why: 'Cloud Custodian gives a marked volume 30 days in which somebody can object' }),
  forget_days: number({ default: 400, min: 60, max: 3_650, unit: 'days', why: 'ours: longer than any ladder takes' }),
  valid_minutes: number({ default: 720, min: 1, max: 1_440, unit: 'minutes', why: 'ours: the ladder counts in days, but a volume may be attached at any time' }),
} as const;

export type VolumeCleanupSettings = typeof volumeCleanupSettings;
export type VolumeCleanupConfig = ConfigOf<VolumeCleanupSettings>;
