import { databaseSettings } from '@ml/persistence/database-settings';
import { defineSettings, integer, list, optional, secret, text, type SettingsOf } from '@ml/platform/settings';

export const gatewaySettings = defineSettings({
  ...databaseSettings,
  host: text({ env: 'ML_SERVER_HOST', default: '0.0.0.0', why: 'address customers reach' }),
  port: integer({ env: 'ML_SERVER_PORT', default: 8001, min: 0, max: 65_535, unit: 'port', why: 'port customers reach; 0 takes a free one' }),
  rateLimitPerMinute: integer({
    env: 'RATE_LIMIT_PER_MINUTE',
    default: 60_000,
    min: 1,
    max: 1_000_000_000,
    unit: 'requests',
    why: 'per key and replica: keeps one caller from taking everything',
  }),
  failedAuthPerMinute: integer({
    env: 'FAILED_AUTH_PER_MINUTE',
    default: 60,
    min: 1,
    max: 1_000_000,
    unit: 'requests',
    why: 'per address: whoever tries keys must not cost a look into the database each time',
  }),
  keyPollSeconds: integer({ env: 'KEY_POLL_SECONDS', default: 10, min: 1, max: 3600, unit: 's', why: 'how soon a revoked key is refused everywhere' }),
  corsOrigins: list({ env: 'CORS_ORIGINS', default: [], why: 'web origins that may call from a browser; none unless given' }),
  streamConnections: integer({ env: 'STREAM_CONNECTIONS', default: 500, min: 1, max: 100_000, unit: 'connections', why: 'WebSocket clients of one replica' }),
  maxModelFileMb: integer({ env: 'MAX_MODEL_FILE_SIZE_MB', default: 500, min: 1, max: 2_000, unit: 'MiB', why: 'a larger upload is refused while it comes in; the same for gateway and models' }),
  feedbackMaxAgeDays: integer({ env: 'FEEDBACK_MAX_AGE_DAYS', default: 90, min: 1, max: 365, unit: 'days', why: 'how old an interruption may be that is reported' }),
  bootstrapPlatformKey: optional(secret({ env: 'ML_BOOTSTRAP_PLATFORM_KEY', why: 'a platform key that exists from the start, for installers' })),
  bootstrapAdminKey: optional(secret({ env: 'ML_BOOTSTRAP_ADMIN_KEY', why: 'an admin key that exists from the start, for installers' })),
});

export type GatewaySettings = SettingsOf<typeof gatewaySettings>;
