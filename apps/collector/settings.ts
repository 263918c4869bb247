import { databaseSettings } from '@ml/persistence/database-settings';
import { cron } from '@ml/platform/cron-setting';
import { choice, declare, defineSettings, flag, integer, list, optional, secret, type SettingsOf } from '@ml/platform/settings';

const LEAST_KEY_CHARACTERS = 32;
const hashKey = (common: { readonly env: string; readonly why: string }) => ({
  ...declare(common, `${LEAST_KEY_CHARACTERS} characters or more`, (value) => (value.length >= LEAST_KEY_CHARACTERS ? value : undefined)),
  secret: true,
});

export const collectorSettings = defineSettings({
  ...databaseSettings,
  hashKey: hashKey({ env: 'COLLECT_HASH_KEY', why: 'identifiers are hashed with it before anything is kept; lost, nothing new finds what was collected before' }),
  hashKeyVersion: integer({ env: 'COLLECT_HASH_KEY_VERSION', default: 1, min: 1, max: 1_000, unit: 'version', why: 'of COLLECT_HASH_KEY, kept beside what was hashed with it' }),
  oldHashKeys: optional(secret({ env: 'COLLECT_OLD_HASH_KEYS', why: 'keys of before, as version=key,version=key: what was hashed with them is still found' })),
  legacySalt: optional(secret({ env: 'COLLECT_LEGACY_SALT', why: 'salt of the earlier system, whose hashes are sha256(id + salt): what it collected is still found' })),
  hashScheme: choice({ env: 'COLLECT_HASH_SCHEME', of: ['keyed', 'legacy'], default: 'keyed', why: 'how new identifiers are hashed; legacy goes on with the hashes of the earlier system' }),
  consentMode: choice({ env: 'COLLECT_CONSENT', of: ['automatic', 'opt_in'], default: 'automatic', why: 'whose data are collected: of everybody who has not objected, or of those who have agreed' }),
  retentionYears: integer({ env: 'COLLECT_RETENTION_YEARS', default: 3, min: 1, max: 10, unit: 'years', why: 'for which anything is kept at most; a user may wish for less' }),
  retentionCron: cron({ env: 'COLLECT_RETENTION_CRON', default: '0 2 1 * *', why: 'when what is older than that goes (UTC)' }),
  fullSeries: flag({ env: 'COLLECT_FULL_SERIES', default: true, why: 'whether hourly series are kept besides their aggregates' }),
  words: list({ env: 'COLLECT_WORDS', default: [], why: 'further words that names of resource types, scenarios and metrics may be made of' }),
  threads: integer({ env: 'COLLECT_THREADS', default: 2, min: 1, max: 64, unit: 'threads', why: 'that read and anonymise scans' }),
});

export type CollectorSettings = SettingsOf<typeof collectorSettings>;
