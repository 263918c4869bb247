import { databaseSettings } from '@ml/persistence/database-settings';
import { defineSettings, integer, optional, text } from '@ml/platform/settings';

export const decisionsSettings = defineSettings({
  ...databaseSettings,
  activeEngine: optional(
    text({ env: 'DECISION_ENGINE_ACTIVE', why: 'decides with this engine version, as spot_optimizer_v1, instead of the newest; several comma-separated' }),
  ),
  cacheSeconds: integer({
    env: 'DECISION_CACHE_SECONDS',
    default: 300,
    min: 0,
    max: 3_600,
    unit: 's',
    why: 'how long the result for the same facts and the same input is reused; 0 switches it off',
  }),
  claimSeconds: integer({
    env: 'DECISION_CLAIM_SECONDS',
    default: 45,
    min: 5,
    max: 600,
    unit: 's',
    why: 'after this a claim whose holder died is computed anew; longer than any deadline',
  }),
  retentionDays: integer({ env: 'DECISION_RETENTION_DAYS', default: 365, min: 1, max: 3_650, unit: 'days', why: 'how long decisions are kept; their inputs, and with them replays, for a year' }),
});

export type DecisionsSettings = typeof decisionsSettings;
