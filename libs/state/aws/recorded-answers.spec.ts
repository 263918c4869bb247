import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Read } from '../read';
import { readAddresses } from './address';
import { readAmis } from './ami';
import { readDbInstances } from './db-instance';
import { readInstances } from './instance';
import { readLoadBalancers } from './load-balancer';
import { readNatGateways } from './nat-gateway';
import { readNetworkInterfaces } from './network-interface';
import { readSnapshots } from './snapshot';
import { readVolumes } from './volume';

const RECORDED = '../shared/data/aws_api/recorded';

/** The answers of one call; those that say that something is not there are left out. */
const answersOf = (call: string): readonly (readonly [string, unknown])[] =>
  globSync(`${RECORDED}/*/*.${call}_*.json`)
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(file, 'utf8')) as { status_code: number; data: unknown }] as const)
    .filter(([, recorded]) => recorded.status_code === 200)
    .map(([file, recorded]) => [file.slice(RECORDED.length + 1), recorded.data] as const);

const allOf = <T>(call: string, read: Read<readonly T[]>): readonly T[] => answersOf(call).flatMap(([, answer]) => read(answer));

const oneOf = <T>(file: string, read: Read<readonly T[]>): readonly T[] => {
  const answer = answersOf(basename(file).replace(/^[^.]*\.(.*)_\d+\.json$/, '$1')).find(([name]) => name === file)?.[1];
  return read(answer);
};

const CALLS = [
  ['DescribeInstances', readInstances, { answers: 49, objects: 114 }],
  ['DescribeVolumes', readVolumes, { answers: 16, objects: 27 }],
  ['DescribeSnapshots', readSnapshots, { answers: 15, objects: 30 }],
  ['DescribeAddresses', readAddresses, { answers: 4, objects: 7 }],
  ['DescribeNetworkInterfaces', readNetworkInterfaces, { answers: 8, objects: 28 }],
  ['DescribeNatGateways', readNatGateways, { answers: 3, objects: 3 }],
  ['DescribeImages', readAmis, { answers: 13, objects: 15 }],
  ['DescribeLoadBalancers', readLoadBalancers, { answers: 25, objects: 37 }],
  ['DescribeDBInstances', readDbInstances, { answers: 22, objects: 31 }],
] as const;

const lowered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null || '__class__' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key.charAt(0).toLowerCase() + key.slice(1), lowered(held)]));
};

describe.skipIf(!existsSync(RECORDED))('real answers of the AWS API (only where ../shared/data is)', () => {
  it.each(CALLS)('of %s are all read', (call, read, { answers, objects }) => {
    expect(answersOf(call)).toHaveLength(answers);
    expect(allOf<unknown>(call, read)).toHaveLength(objects);
  });

  it.each(CALLS)('of %s read the same in camelCase, as a list of pages, and after a way through JSON', (call, read) => {
    for (const [, answer] of answersOf(call)) {
      const objects: readonly unknown[] = read(answer);
      expect(read(lowered(answer))).toEqual(objects);
      expect(read([answer])).toEqual(objects);
      expect(JSON.parse(JSON.stringify(objects))).toEqual(objects);
    }
  });

  it('keep no name, no user, no network name and no key', () => {
    const kept = JSON.stringify(CALLS.map(([call, read]) => allOf<unknown>(call, read)));
    expect(kept.match(/compute\.internal|compute-1\.amazonaws\.com|AIDA|AROA|masterUser|"admin"|rds\.amazonaws\.com|tester"|HazmatGreenField|FancyTestInstance|RoadKill/g)).toBeNull();
  });

  it('tell of instances what is billed', () => {
    const instances = allOf('DescribeInstances', readInstances);
    const tally = (of: (one: (typeof instances)[number]) => unknown, value: unknown) => instances.filter((one) => of(one) === value).length;
    expect(tally((one) => one.capacityType, 'spot')).toBe(1);
    expect(tally((one) => one.state, null)).toBe(2);
    expect(instances.reduce((sum, one) => sum + one.volumeIds.length, 0)).toBe(92);
    expect(instances.reduce((sum, one) => sum + one.networkInterfaceIds.length, 0)).toBe(80);
    expect(tally((one) => one.zone, null)).toBe(4);
  });

  it('tell of one instance all that engines ask for', () => {
    expect(oneOf('ec2_stop_protection_enabled/ec2.DescribeInstances_1.json', readInstances).find((one) => one.instanceId === 'i-017e55c722d539f90')).toMatchObject({
      instanceType: 't2.micro',
      state: 'running',
      launchedAt: Date.UTC(2022, 7, 4, 11, 33, 49),
      zone: 'us-east-1f',
      vpcId: 'vpc-00255c1f52c0a88d6',
      capacityType: 'on-demand',
      windows: false,
      tenancy: 'default',
      networkInterfaceIds: ['eni-004e46d428e6b695a'],
      volumeIds: ['vol-0f1ee2360fa73f764'],
      hibernation: false,
      autoScalingGroup: null,
      operator: null,
    });
  });

  it('tell of volumes what they cost and hang on', () => {
    const volumes = allOf('DescribeVolumes', readVolumes);
    expect(volumes.reduce((sum, one) => sum + (one.sizeGib ?? 0), 0)).toBe(990);
    expect(volumes.reduce((sum, one) => sum + one.attachments.length, 0)).toBe(16);
    expect(volumes.filter((one) => one.volumeType === 'gp3').map((one) => one.throughputMibps)).toEqual([125, 125, 125, 125]);
    expect(volumes.every((one) => one.createdAt !== null)).toBe(true);
  });

  it('tell the volume of snapshots, but for copied ones', () => {
    const snapshots = allOf('DescribeSnapshots', readSnapshots);
    expect(snapshots.some((one) => one.volumeId === 'vol-ffffffff')).toBe(false);
    expect(snapshots.flatMap((one) => one.madeForImage ?? [])).toContain('ami-0bec971c');
    expect(snapshots.filter((one) => one.ownLadder)).toEqual([]);
  });

  it('tell of addresses who has them', () => {
    const addresses = allOf('DescribeAddresses', readAddresses);
    expect(addresses.filter((one) => one.associationId === null)).toHaveLength(4);
    expect(addresses.filter((one) => one.pool === 'amazon')).toHaveLength(4);
  });

  it('tell of network interfaces what stands behind them, and their public addresses once', () => {
    const interfaces = allOf('DescribeNetworkInterfaces', readNetworkInterfaces);
    const kinds = interfaces.map((one) => one.usedBy.kind);
    const tally = Object.fromEntries([...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((other) => other === kind).length]));
    expect(tally).toEqual({ database: 4, directory: 4, ecs: 3, file_system: 6, instance: 1, lambda: 2, load_balancer: 1, unattached: 7 });
    expect(interfaces.find((one) => one.usedBy.kind === 'load_balancer')?.usedBy.name).toBe('test-load-balancer');
    expect(interfaces.flatMap((one) => one.addresses).filter((one) => one.publicIp !== null)).toHaveLength(6);
  });

  it('tell of load balancers type, scheme and zones', () => {
    const balancers = allOf('DescribeLoadBalancers', readLoadBalancers);
    expect(balancers.filter((one) => one.type === 'classic')).toHaveLength(16);
    expect(balancers.filter((one) => one.type === 'network').length + balancers.filter((one) => one.type === 'application').length).toBe(21);
    expect(balancers.reduce((sum, one) => sum + one.zones.length, 0)).toBe(98);
    expect(balancers.every((one) => one.vpcId !== null && one.createdAt !== null)).toBe(true);
  });

  it('tell of databases class, storage and creation', () => {
    const databases = allOf('DescribeDBInstances', readDbInstances);
    expect(databases.filter((one) => one.createdAt === null)).toHaveLength(4);
    expect(databases.filter((one) => one.instanceClass === null)).toHaveLength(2);
    expect(databases.filter((one) => one.clusterId !== null)).toHaveLength(3);
    expect(databases.filter((one) => 'Owner' in one.tags)).toHaveLength(1);
  });

  it('tell of images the snapshots that they hold', () => {
    expect(allOf('DescribeImages', readAmis).flatMap((one) => one.snapshotIds)).toHaveLength(15);
  });
});
