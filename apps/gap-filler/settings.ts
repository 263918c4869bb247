import { databaseSettings } from '@ml/persistence/database-settings';
import { cron } from '@ml/platform/cron-setting';
import { defineSettings, flag, integer } from '@ml/platform/settings';

export const gapFillerSettings = defineSettings({
  ...databaseSettings,
  enabled: flag({ env: 'GAP_FILLER_ENABLED', default: true, why: 'false: no fill and no refresh begins; those under way go on' }),
  defaultLookbackDays: integer({ env: 'GAP_FILLER_DEFAULT_LOOKBACK_DAYS', default: 15, min: 1, max: 90, unit: 'days', why: 'how much history an analysis asks for unless told' }),
  maxLookbackDays: integer({ env: 'GAP_FILLER_MAX_LOOKBACK_DAYS', default: 90, min: 1, max: 90, unit: 'days', why: 'how far back may be filled; AWS keeps 90 days' }),
  batchSize: integer({ env: 'GAP_FILLER_BATCH_SIZE', default: 1_000, min: 5, max: 1_000, unit: 'records', why: 'records asked for at a time, and inserted in one batch' }),
  maxJobs: integer({ env: 'GAP_FILLER_MAX_JOBS', default: 20, min: 1, max: 1_000, unit: 'jobs', why: 'fills and refreshes under way at once' }),
  autoRefreshEnabled: flag({ env: 'AUTO_REFRESH_ENABLED', default: false, why: 'refreshes every active price model by the clock, besides the schedules of single models' }),
  autoRefreshSchedule: cron({ env: 'AUTO_REFRESH_SCHEDULE', default: '0 2 * * *', why: 'when' }),
  autoRefreshLookbackDays: integer({ env: 'AUTO_REFRESH_LOOKBACK_DAYS', default: 7, min: 1, max: 90, unit: 'days', why: 'how many days such a refresh fetches' }),
});

export type GapFillerSettings = typeof gapFillerSettings;
