import { databaseSettings } from '@ml/persistence/database-settings';
import { decimal, defineSettings, flag, integer, list, optional, text, url } from '@ml/platform/settings';

const cron = (env: string, fallback: string, why: string) => text({ env, default: fallback, why: `${why} (cron, UTC)` });

export const pricingSettings = defineSettings({
  ...databaseSettings,
  awsRegion: text({ env: 'AWS_REGION', default: 'us-east-1', why: 'where the price list itself is asked when it is not one of its own regions' }),
  awsEndpointUrl: optional(url({ env: 'AWS_ENDPOINT_URL', why: 'an emulator instead of AWS; its prices are marked as invented' })),
  spotAdvisorUrl: url({
    env: 'SPOT_ADVISOR_URL',
    default: 'https://spot-bid-advisor.s3.amazonaws.com/spot-advisor-data.json',
    protocols: ['http', 'https', 'file'],
    why: 'interruption classes; a file for installations without a way out',
  }),
  regions: list({ env: 'PRICING_REGIONS', default: ['us-east-1', 'ap-south-1'], why: 'regions that are fetched at the first start and kept fresh' }),
  products: list({ env: 'PRICING_PRODUCTS', default: ['Linux/UNIX', 'Windows'], why: 'products whose prices are fetched: what nodes of clusters run' }),
  fetchEnabled: flag({ env: 'PRICING_FETCH_ENABLED', default: true, why: 'false: nothing is fetched by itself, prices come from imports' }),
  firstFetchDays: integer({ env: 'PRICING_FIRST_FETCH_DAYS', default: 8, min: 1, max: 90, unit: 'days', why: 'a week of volatility and a day to spare' }),
  parallelism: integer({ env: 'PRICING_DATA_FETCH_PARALLELISM', default: 5, min: 1, max: 100, unit: 'calls', why: 'calls to price sources at the same time' }),
  retryAttempts: integer({ env: 'PRICING_DATA_RETRY_ATTEMPTS', default: 3, min: 1, max: 20, unit: 'attempts', why: 'how often a page is asked for' }),
  retryBackoff: decimal({ env: 'PRICING_DATA_RETRY_BACKOFF', default: 2, min: 1, max: 10, unit: 'factor', why: 'how much longer each pause is than the one before' }),
  callTimeoutSeconds: integer({ env: 'PRICING_CALL_TIMEOUT_SECONDS', default: 30, min: 1, max: 600, unit: 's', why: 'an answer that takes longer is given up' }),
  retentionMonths: integer({ env: 'PRICING_RETENTION_MONTHS', default: 24, min: 1, max: 600, unit: 'months', why: 'older spot prices are dropped by whole months' }),
  spotSchedule: cron('PRICING_SPOT_SCHEDULE', '5 * * * *', 'when spot prices are refreshed'),
  advisorSchedule: cron('PRICING_ADVISOR_SCHEDULE', '20 * * * *', 'when interruption classes are refreshed'),
  listSchedule: cron('PRICING_ON_DEMAND_SCHEDULE', '40 4 * * *', 'when on-demand prices and the catalogue are refreshed'),
  snapshotSchedule: cron('PRICING_SNAPSHOT_SCHEDULE', '1 * * * *', 'when every snapshot is rebuilt, whatever came in'),
});

export type PricingSettings = typeof pricingSettings;
