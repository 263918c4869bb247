import { databaseSettings } from '@ml/persistence/database-settings';
import { defineSettings, integer, optional, secret, text, url } from '@ml/platform/settings';

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
  snapshotMaxAgeMinutes: integer({
    env: 'SNAPSHOT_MAX_AGE_MINUTES',
    default: 60,
    min: 5,
    max: 1_440,
    unit: 'minutes',
    why: 'an older cluster snapshot is not decided on, a new one is asked for: pods move by the hour, and a decision holds for one',
  }),
  snapshotMemoryMb: integer({ env: 'SNAPSHOT_THREAD_MEMORY_MB', default: 1_536, min: 64, max: 65_536, unit: 'MiB', why: 'heap of the thread that reads snapshots; a state that needs more is refused' }),
  sandboxSeconds: integer({ env: 'ENGINE_SANDBOX_SECONDS', default: 2, min: 1, max: 10, unit: 's', why: 'a custom engine that has not decided by then is ended, and the built-in one answers' }),
  sandboxMemoryMb: integer({ env: 'ENGINE_SANDBOX_MEMORY_MB', default: 256, min: 32, max: 2_048, unit: 'MiB', why: 'all that a custom engine has, each thread; its input may take an eighth of it' }),
  sandboxThreads: integer({ env: 'ENGINE_SANDBOX_THREADS', default: 2, min: 1, max: 32, unit: 'threads', why: 'custom engines that decide at once, each replica; they start when they are needed, and one more for shadows, trials and replays' }),
  maxCustomEngines: integer({ env: 'ENGINE_MAX_CUSTOM', default: 200, min: 1, max: 10_000, unit: 'engines', why: 'versions of custom engines that are taken, up to 1 MiB each; they are kept for ever, because decisions are replayed with them' }),
  scanConcurrency: integer({ env: 'SCAN_CONCURRENCY', default: 2, min: 0, max: 8, unit: 'scans', why: 'scheduled scans at once, each replica, never more than half of DB_POOL_SIZE; callers come first. 0: this replica scans nothing' }),
  scanPollSeconds: integer({ env: 'SCAN_POLL_SECONDS', default: 10, min: 1, max: 600, unit: 's', why: 'how often is looked for scans that are due' }),
  corePlatformUrl: optional(url({ env: 'CORE_PLATFORM_URL', protocols: ['http', 'https'], why: 'asked for a new snapshot when a scan is due and the last one is too old; without it only the stream is told' })),
  corePlatformApiKey: optional(secret({ env: 'CORE_PLATFORM_API_KEY', why: 'sent to CORE_PLATFORM_URL as X-API-Key' })),
  corePlatformPath: text({ env: 'CORE_PLATFORM_SNAPSHOT_PATH', default: '/api/v1/ml/snapshot-requests', why: 'what of CORE_PLATFORM_URL takes these questions' }),
});

export type DecisionsSettings = typeof decisionsSettings;
