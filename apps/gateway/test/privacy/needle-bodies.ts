import type { NeedleKind } from '@ml/testing/needles/needles';

export type TakeNeedle = (kind?: NeedleKind) => string;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const hours = (count: number): readonly string[] => {
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: count }, (_, at) => new Date(end - (count - at) * HOUR_MS).toISOString());
};

/** A resource that is kept: what must be right is right, and everything else names somebody. */
const keptResource = (needle: TakeNeedle, at: number): object => ({
  resource_id: `${at % 2 === 0 ? needle('arn') : needle('resource')}${at < 60 ? '' : `/${String(at)}`}`,
  resource_type: at % 3 === 0 ? needle('name') : 'ebs_volume',
  region: at % 3 === 1 ? needle('address') : 'us-east-1',
  created_at: '2026-03-16T15:00:00Z',
  detected_at: new Date(Date.now() - DAY_MS).toISOString(),
  detection_scenario: at % 3 === 2 ? `idle_volume_${needle('resource')}` : 'idle_volume',
  confidence_level: at % 4 === 0 ? needle('name') : 'high',
  cost_monthly: 12.5,
  metrics: { VolumeReadOps: { timestamps: hours(24), values: hours(24).map((_, hour) => hour) }, CPUUtilization: [1, 2, 3], [needle()]: [1, 2], [`Volume${needle('account')}`]: { timestamps: hours(2), values: [1, needle('phone')] } },
  config: { size_gb: 500, volume_type: 'gp3', instance_type: needle('resource'), engine: needle('name'), [needle('email')]: needle(), nested: { owner: { mail: needle('email'), list: [needle('phone'), { deeper: needle('address') }] } } },
  tags: { env: 'prod', environment: needle('email'), tier: needle('name'), purpose: `backup of ${needle('name')}`, criticality: needle('phone'), backup: needle('arn'), Name: needle('name'), [needle('user')]: needle('address') },
  parent: { resource_type: needle('name'), resource_id: needle('arn'), state: needle('email') },
  [needle()]: needle(),
});

/** A resource that is refused: nothing in it is right. */
const refusedResource = (needle: TakeNeedle, at: number): unknown =>
  [
    { resource_id: { owner: needle('email') }, cost_monthly: needle('phone') },
    needle('name'),
    { ...keptResource(needle, 0), created_at: needle('name'), detected_at: needle('email'), cost_monthly: needle('account') },
    { ...keptResource(needle, 1), cost_monthly: -5, region: [needle('address')] },
  ][at % 4];

export interface NeedleScan {
  readonly scan_id: string;
  readonly user_id: string;
  readonly account_id: string;
  readonly provider: string;
  readonly completed_at: string;
  readonly resources: readonly unknown[];
}

/** As many resources as given, a quarter of them refused. */
export const needleScan = (needle: TakeNeedle, count: number): NeedleScan => ({
  scan_id: needle('user'),
  user_id: needle('email'),
  account_id: needle('account'),
  provider: 'aws',
  completed_at: new Date(Date.now() - HOUR_MS).toISOString(),
  resources: Array.from({ length: count }, (_, at) => (at % 4 === 3 ? refusedResource(needle, at) : keptResource(needle, at))),
});

export const needleAction = (needle: TakeNeedle, { user_id, account_id, resource_id }: { readonly user_id: string; readonly account_id: string; readonly resource_id: string }): object => ({
  event_id: needle('user'),
  user_id,
  account_id,
  resource_id,
  action: 'deleted',
  action_at: new Date().toISOString(),
  industry: needle('name'),
  company_size: needle('phone'),
});

export const needleSeries = (needle: TakeNeedle, { account_id, resource_id }: { readonly account_id?: string; readonly resource_id: string }): object => ({
  resource_id,
  ...(account_id !== undefined && { account_id, user_id: needle('email') }),
  resource_type: needle('name'),
  provider: 'aws',
  metric_name: account_id === undefined ? needle('resource') : 'VolumeWriteOps',
  period_seconds: 3_600,
  timestamps: hours(24),
  values: hours(24).map((_, hour) => (hour === 3 ? needle('phone') : hour)),
});
