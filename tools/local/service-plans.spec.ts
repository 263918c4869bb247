import { describe, expect, it } from 'vitest';
import { OWNERS } from '../nats/permissions';
import type { Infra } from './infra';
import { hasAwsAccount } from './inherited-env';
import { EMULATOR, servicePlans, type PlanOptions, type ServiceName } from './service-plans';

const infra: Infra = {
  adminUrl: 'postgresql://postgres:root@127.0.0.1:20001/ml_server',
  natsUrl: 'nats://127.0.0.1:20002',
  redisUrl: 'redis://:pw@127.0.0.1:20003/0',
  natsLogin: (user) => ({ user, password: `${user}-bus` }),
  servers: [],
};

const ports = Object.fromEntries([EMULATOR, ...OWNERS].map((name, index) => [name, index + 1])) as Readonly<Record<ServiceName, number>>;

const plansWith = (given: Partial<PlanOptions> = {}) => {
  const plans = servicePlans({ infra, ports, gatewayPort: 8001, gatewayHost: '0.0.0.0', modelDir: '/models', aws: 'emulator', password: (name) => `${name}-db`, apiKeys: { platform: 'p', admin: 'a' }, env: {}, ...given });
  return Object.fromEntries(plans.map((plan) => [plan.name, plan.env]));
};

describe('what each service finds in its environment', () => {
  it('gives each its own role and its own user of the bus', () => {
    const { pricing, decisions } = plansWith();
    expect(pricing).toMatchObject({ DATABASE_URL: 'postgresql://pricing:pricing-db@127.0.0.1:20001/ml_server', NATS_USER: 'pricing', NATS_PASSWORD: 'pricing-bus' });
    expect(decisions).toMatchObject({ DATABASE_URL: 'postgresql://decisions:decisions-db@127.0.0.1:20001/ml_server', NATS_USER: 'decisions' });
  });

  it('gives an engine no database', () => {
    expect(plansWith()['spot-optimizer']).not.toHaveProperty('DATABASE_URL');
  });

  it('keeps the login that is part of the URL of a NATS of somebody else', () => {
    const { pricing } = plansWith({ infra: { ...infra, natsUrl: 'nats://me:secret@bus:4222', natsLogin: () => undefined } });
    expect(pricing).toMatchObject({ NATS_URL: 'nats://me:secret@bus:4222' });
    expect(pricing).not.toHaveProperty('NATS_USER');
  });

  it('hands settings of the terminal on, but no credentials', () => {
    const env = { LOG_LEVEL: 'DEBUG', DATABASE_URL: 'postgres://production', NATS_PASSWORD: 'x', AWS_SECRET_ACCESS_KEY: 'mine', npm_config_x: 'y', PGPASSWORD: 'z' };
    const { decisions } = plansWith({ env });
    expect(decisions?.['LOG_LEVEL']).toBe('DEBUG');
    expect(decisions?.['DATABASE_URL']).toContain('decisions-db');
    expect(Object.keys(decisions ?? {}).filter((name) => /^(AWS_|npm_|PG)/.test(name))).toEqual([]);
  });

  it('points pricing and the collector, and nobody else, at the emulator', () => {
    const { pricing, collector, gateway } = plansWith({ env: { AWS_REGION: 'ap-south-1' } });
    expect(pricing).toMatchObject({ AWS_ENDPOINT_URL: `http://127.0.0.1:${ports[EMULATOR]}`, AWS_REGION: 'ap-south-1', SPOT_ADVISOR_URL: `http://127.0.0.1:${ports[EMULATOR]}/spot-advisor-data.json` });
    expect(collector).toMatchObject({ COST_EXPLORER_ENDPOINT: `http://127.0.0.1:${ports[EMULATOR]}`, COST_EXPLORER_ROLES: '111122223333=arn:aws:iam::111122223333:role/cost-reader' });
    for (const name of ['AWS_ENDPOINT_URL', 'COST_EXPLORER_ENDPOINT', 'AWS_ACCESS_KEY_ID']) expect(gateway).not.toHaveProperty(name);
  });

  it('archives exports to the emulator too, unless a store is named', () => {
    expect(plansWith({ env: { COLLECT_ARCHIVE_S3_BUCKET: 'ml-archive' } })['collector']).toMatchObject({ COLLECT_ARCHIVE_S3_BUCKET: 'ml-archive', COLLECT_ARCHIVE_S3_ENDPOINT: `http://127.0.0.1:${ports[EMULATOR]}` });
    expect(plansWith({ env: { COLLECT_ARCHIVE_S3_ENDPOINT: 'http://minio:9000' } })['collector']).toMatchObject({ COLLECT_ARCHIVE_S3_ENDPOINT: 'http://minio:9000' });
  });

  it('takes the advisor from a file where one is named, whatever the rest comes from', () => {
    expect(plansWith({ env: { SPOT_ADVISOR_URL: 'file:///data/advisor.json' } })['pricing']).toMatchObject({ SPOT_ADVISOR_URL: 'file:///data/advisor.json' });
  });

  it("gives pricing and the collector the terminal's account and starts no emulator when real AWS is wanted", () => {
    const plans = plansWith({ aws: 'account', env: { AWS_PROFILE: 'prices' } });
    expect(plans['pricing']).toMatchObject({ AWS_PROFILE: 'prices' });
    expect(plans['pricing']).not.toHaveProperty('AWS_ENDPOINT_URL');
    expect(plans['collector']).toMatchObject({ AWS_PROFILE: 'prices' });
    expect(plans['collector']).not.toHaveProperty('COST_EXPLORER_ENDPOINT');
    expect(plans).not.toHaveProperty('aws-emulator');
  });

  it('gives credentials of the object store to everybody who keeps blobs there, and to the collector that archives there, and no place of AWS', () => {
    const account = { AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'secret', AWS_ENDPOINT_URL: 'https://elsewhere', AWS_REGION: 'eu-central-1' };
    const keys = { AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'secret' };
    const aws = (env: Readonly<Record<string, string>> | undefined) => Object.fromEntries(Object.entries(env ?? {}).filter(([name]) => name.startsWith('AWS_')));
    const stored = plansWith({ env: { ...account, BLOB_STORE: 's3', BLOB_S3_BUCKET: 'blobs', BLOB_S3_ENDPOINT: 'http://minio:9000' } });
    for (const name of OWNERS.filter((owner) => owner !== 'pricing')) expect(aws(stored[name]), name).toEqual(keys);
    expect(stored['pricing']).toMatchObject({ ...keys, AWS_ENDPOINT_URL: `http://127.0.0.1:${ports[EMULATOR]}`, BLOB_S3_ENDPOINT: 'http://minio:9000' });
    expect(stored[EMULATOR]).not.toHaveProperty('AWS_ACCESS_KEY_ID');
    expect(aws(plansWith({ aws: 'account', env: { ...account, BLOB_STORE: 's3' } })['gateway'])).toEqual(keys);
    const archived = plansWith({ env: { ...account, COLLECT_ARCHIVE_S3_BUCKET: 'archive' } });
    expect([aws(archived['collector']), aws(archived['gateway'])]).toEqual([keys, {}]);
    expect(plansWith({ env: account })['collector']).toMatchObject({ AWS_ACCESS_KEY_ID: 'emulator' });
  });

  it('keeps blobs in S3 with the emulator where no store is named', () => {
    const { gateway } = plansWith({ env: { BLOB_STORE: 's3', BLOB_S3_BUCKET: 'ml-blobs' } });
    expect(gateway).toMatchObject({ BLOB_S3_ENDPOINT: `http://127.0.0.1:${ports[EMULATOR]}`, AWS_ACCESS_KEY_ID: 'emulator' });
  });

  it('takes keys of a terminal that names a store of its own for those of the store, not of AWS', () => {
    expect(hasAwsAccount({ AWS_ACCESS_KEY_ID: 'mine' })).toBe(true);
    expect(hasAwsAccount({ AWS_ACCESS_KEY_ID: 'mine', BLOB_S3_ENDPOINT: 'http://minio:9000' })).toBe(false);
  });

  it('tells the keys to nobody but the gateway', () => {
    const plans = plansWith();
    expect(plans['gateway']).toMatchObject({ ML_BOOTSTRAP_PLATFORM_KEY: 'p', ML_BOOTSTRAP_ADMIN_KEY: 'a' });
    expect(Object.keys(plans['decisions'] ?? {}).filter((name) => name.startsWith('ML_BOOTSTRAP'))).toEqual([]);
  });

  it('starts all engines, or those that are named, and everything else in either case', () => {
    expect(Object.keys(plansWith())).toEqual(['aws-emulator', ...OWNERS.filter((owner) => owner !== 'gateway'), 'gateway']);
    expect(Object.keys(plansWith({ engines: ['ghost-probe'] }))).toEqual(['aws-emulator', 'decisions', 'pricing', 'gap-filler', 'models', 'feedback', 'collector', 'insight', 'ghost-probe', 'gateway']);
  });

  it('opens the door last', () => {
    expect(Object.keys(plansWith()).at(-1)).toBe('gateway');
  });
});
