import { once } from 'node:events';
import { constants, createZstdCompress } from 'node:zlib';
import { mulberry32 } from '@ml/testing/mulberry32';

export interface MadeUpScan {
  readonly scanId: string;
  readonly accountId: string;
  readonly resources: number;
  /** zstd. */
  readonly body: Buffer;
  /** Bytes when inflated. */
  readonly size: number;
}

const HOURS = 24;
const HOUR_MS = 3_600_000;
const TYPES = [
  { type: 'ebs_volume', scenario: 'unattached_volume', metrics: ['VolumeReadOps', 'VolumeWriteOps'], config: { size_gb: 500, volume_type: 'gp3', encrypted: true } },
  { type: 'ec2_instance', scenario: 'idle_instance', metrics: ['CPUUtilization', 'NetworkIn'], config: { instance_type: 'm5.large' } },
  { type: 'rds_instance', scenario: 'low_utilization', metrics: ['CPUUtilization', 'DatabaseConnections'], config: { engine: 'postgres', multi_az: false } },
  { type: 'load_balancer', scenario: 'no_traffic', metrics: ['RequestCount', 'ActiveConnectionCount'], config: { type: 'network' } },
] as const;
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'us-west-2'] as const;
const LEVELS = ['critical', 'high', 'medium', 'low'] as const;

/** A scan as a large account sends one: two metrics of a day of hours, some configuration and a handful of tags each. Equal seeds, equal bytes. */
export const madeUpScan = async ({ resources, seed, now }: { readonly resources: number; readonly seed: number; readonly now: number }): Promise<MadeUpScan> => {
  const [scanId, accountId] = [`bench-scan-${seed}`, `bench-account-${seed}`];
  const random = mulberry32(seed);
  const newest = Math.floor(now / HOUR_MS) * HOUR_MS;
  const timestamps = Array.from({ length: HOURS }, (_, hour) => new Date(newest - (HOURS - hour) * HOUR_MS).toISOString());
  const completed_at = new Date(newest).toISOString();
  const stream = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  let size = 0;
  const write = async (text: string): Promise<void> => {
    size += Buffer.byteLength(text);
    if (!stream.write(text)) await once(stream, 'drain');
  };
  const head = { scan_id: scanId, user_id: `bench-user-${seed}`, account_id: accountId, provider: 'aws', completed_at, total_spend: 125_000.5 };
  await write(`${JSON.stringify(head).slice(0, -1)},"resources":[`);
  for (let at = 0; at < resources; at += 1) await write(`${at === 0 ? '' : ','}${JSON.stringify(resource(at, { random, timestamps, completed_at, newest }))}`);
  await write(']}');
  stream.end();
  await once(stream, 'end');
  return { scanId, accountId, resources, body: Buffer.concat(chunks), size };
};

interface Making {
  readonly random: () => number;
  readonly timestamps: readonly string[];
  readonly completed_at: string;
  readonly newest: number;
}

const pick = <Item>(items: readonly Item[], random: () => number): Item => items[Math.floor(random() * items.length)] as Item;

const resource = (at: number, { random, timestamps, completed_at, newest }: Making): object => {
  const { type, scenario, metrics, config } = pick(TYPES, random);
  const level = random() * 100;
  const series = (): object => ({ timestamps, values: timestamps.map(() => Math.round(level * (0.5 + random()) * 100) / 100) });
  return {
    resource_id: `${type}-${at.toString(16).padStart(8, '0')}`,
    resource_type: type,
    region: pick(REGIONS, random),
    created_at: new Date(newest - Math.floor(random() * 900) * 24 * HOUR_MS).toISOString(),
    detected_at: completed_at,
    detection_scenario: scenario,
    confidence_level: pick(LEVELS, random),
    cost_monthly: Math.round(random() * 20_000) / 100,
    metrics: Object.fromEntries(metrics.map((name) => [name, series()])),
    config,
    tags: { env: pick(['prod', 'staging', 'dev'], random), owner: `person-${Math.floor(random() * 500)}@example.org`, Name: `machine-${at}`, tier: 'backend' },
  };
};
