import { EXPORT_FORMATS } from '@ml/contracts/datasets';
import { databaseSettings } from '@ml/persistence/database-settings';
import { cron } from '@ml/platform/cron-setting';
import { choice, declare, defineSettings, flag, integer, list, optional, secret, text, url, type SettingsOf } from '@ml/platform/settings';
import { readRoles } from './costs/read-roles';

const LEAST_KEY_CHARACTERS = 32;
const hashKey = (common: { readonly env: string; readonly why: string }) => ({
  ...declare(common, `${LEAST_KEY_CHARACTERS} characters or more`, (value) => (value.length >= LEAST_KEY_CHARACTERS ? value : undefined)),
  secret: true,
});

const roles = (common: { readonly env: string; readonly why: string }) => ({ ...declare(common, '12 digits=arn of a role, each account once', readRoles), secret: true });

const folder = (common: { readonly env: string; readonly default: string; readonly why: string }) => declare(common, 'text that ends with /', (value) => (value.endsWith('/') && !value.startsWith('/') ? value : undefined));

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
  costExplorerRoles: optional(roles({ env: 'COST_EXPLORER_ROLES', why: 'accounts whose real costs are read once a day, each with the role in it that may: account_id=role_arn,...; unset, nobody is asked' })),
  costExplorerExternalId: optional(secret({ env: 'COST_EXPLORER_EXTERNAL_ID', why: 'the external id that those roles ask for' })),
  costExplorerCron: cron({ env: 'COST_EXPLORER_CRON', default: '15 5 * * *', why: 'when they are read (UTC); every page of an answer costs 0.01 USD' }),
  costExplorerEndpoint: optional(url({ env: 'COST_EXPLORER_ENDPOINT', why: 'an emulator instead of AWS; its amounts are marked as invented' })),
  awsEndpointUrl: optional(url({ env: 'AWS_ENDPOINT_URL', why: 'the same for Cost Explorer where COST_EXPLORER_ENDPOINT is not set' })),
  exportDays: integer({ env: 'COLLECT_EXPORT_DAYS', default: 90, min: 1, max: 3_660, unit: 'days', why: 'how long the files of an export are kept' }),
  exportCron: cron({ env: 'COLLECT_EXPORT_CRON', default: '0 3 * * 1', why: 'when everything of the last 90 days is exported, UTC' }),
  exportFormat: choice({ env: 'COLLECT_EXPORT_FORMAT', of: EXPORT_FORMATS, default: 'parquet', why: 'of the export by schedule' }),
  archiveS3Bucket: optional(text({ env: 'COLLECT_ARCHIVE_S3_BUCKET', why: 'where every export is copied to, in S3 or a store that speaks like it; unset, nowhere. Credentials are those of the AWS SDK; versioning off, or erased users live on in old versions' })),
  archiveS3Prefix: folder({ env: 'COLLECT_ARCHIVE_S3_PREFIX', default: 'ml-exports/', why: 'before the names of the copies' }),
  archiveS3Endpoint: optional(url({ env: 'COLLECT_ARCHIVE_S3_ENDPOINT', protocols: ['http', 'https'], why: 'a store that speaks S3 instead of AWS; buckets are named in the path' })),
  archiveS3Region: text({ env: 'COLLECT_ARCHIVE_S3_REGION', default: 'us-east-1', why: 'of the bucket' }),
  threads: integer({ env: 'COLLECT_THREADS', default: 2, min: 1, max: 64, unit: 'threads', why: 'that read and anonymise scans' }),
});

export type CollectorSettings = SettingsOf<typeof collectorSettings>;
