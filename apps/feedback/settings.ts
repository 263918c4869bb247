import { databaseSettings } from '@ml/persistence/database-settings';
import { defineSettings, integer } from '@ml/platform/settings';

export const feedbackSettings = defineSettings({
  ...databaseSettings,
  windowMinutes: integer({ env: 'FEEDBACK_WINDOW_MINUTES', default: 60, min: 5, max: 1_440, unit: 'minutes', why: 'within which interruptions of several customers in one pool belong together' }),
  retentionDays: integer({ env: 'FEEDBACK_RETENTION_DAYS', default: 730, min: 90, max: 3_650, unit: 'days', why: 'how long reports are kept' }),
  capacityBlockMinutes: integer({ env: 'FEEDBACK_CAPACITY_BLOCK_MINUTES', default: 3, min: 1, max: 60, unit: 'minutes', why: 'how long nobody is sent to a pool that had no capacity' }),
  rebalancePerMinute: integer({ env: 'REBALANCE_JOBS_PER_MINUTE', default: 1_000, min: 1, max: 100_000, unit: 'jobs', why: 'of one pool that become due in a minute: everybody at once would empty the pools they move to' }),
  rebalanceAttempts: integer({ env: 'REBALANCE_MAX_ATTEMPTS', default: 3, min: 1, max: 100, unit: 'leases', why: 'after which a job that does not succeed has failed' }),
});

export type FeedbackSettings = typeof feedbackSettings;
