import { regionOfZone } from '@ml/engine-kernel/region';
import { arnOf } from '@ml/state/aws/arn';
import { readCreators } from '@ml/state/aws/creators';
import { readDbInstances } from '@ml/state/aws/db-instance';
import { readInstances } from '@ml/state/aws/instance';
import { readLoadBalancers } from '@ml/state/aws/load-balancer';
import type { Tagged } from '@ml/state/aws/tags';
import { readVolumes } from '@ml/state/aws/volume';
import type { Read } from '@ml/state/read';
import { hostName } from './host-name';
import type { Balancer, Database, Disk, Machine } from './resource';

const creators = {
  instances: readCreators({ answers: ['Reservations', 'Instances'], ids: ['InstanceId'] }),
  volumes: readCreators({ answers: ['Volumes'], ids: ['VolumeId'] }),
  balancers: readCreators({ answers: ['LoadBalancers', 'LoadBalancerDescriptions'], ids: ['LoadBalancerArn', 'LoadBalancerName'] }),
  databases: readCreators({ answers: ['DBInstances'], ids: ['DBInstanceIdentifier'] }),
} as const;

const tagsOf = ({ tags, otherTags, optOut }: Tagged): Tagged => ({ tags, otherTags, optOut });
const placed = (zone: string | null): { readonly zone: string | null; readonly region: string | null } => ({ zone, region: regionOfZone(zone) ?? null });

export const machines: Read<readonly Machine[]> = (value) => {
  const given = readInstances(value);
  const by = creators.instances(value);
  return given.map((one) => ({
    kind: 'instance',
    id: one.instanceId,
    alias: null,
    createdAt: one.launchedAt,
    createdBy: by.get(one.instanceId) ?? null,
    ...placed(one.zone),
    type: one.instanceType,
    status: one.state,
    ...tagsOf(one),
    capacityType: one.capacityType,
    windows: one.windows,
    platform: one.platform,
    tenancy: one.tenancy,
    operator: one.operator,
    volumeIds: one.volumeIds,
  }));
};

export const disks: Read<readonly Disk[]> = (value) => {
  const given = readVolumes(value);
  const by = creators.volumes(value);
  return given.map((one) => ({
    kind: 'volume',
    id: one.volumeId,
    alias: null,
    createdAt: one.createdAt,
    createdBy: by.get(one.volumeId) ?? null,
    ...placed(one.zone),
    type: one.volumeType,
    status: one.state,
    ...tagsOf(one),
    sizeGib: one.sizeGib,
    iops: one.iops,
    throughputMibps: one.throughputMibps,
    attachedTo: [...new Set(one.attachments.flatMap(({ instanceId, state }) => (instanceId === null || state === 'detached' ? [] : [instanceId])))],
  }));
};

export const balancers: Read<readonly Balancer[]> = (value) => {
  const given = readLoadBalancers(value);
  const by = creators.balancers(value);
  return given.map((one) => {
    const { zone, region } = placed(one.zones[0]?.zone ?? null);
    return {
      kind: 'load_balancer',
      id: one.id,
      alias: one.name,
      createdAt: one.createdAt,
      createdBy: by.get(one.id) ?? null,
      zone,
      region: arnOf(one.arn)?.region ?? region,
      type: one.type,
      status: one.state,
      ...tagsOf(one),
      host: one.dnsName === null ? null : hostName(one.dnsName),
    };
  });
};

export const databases: Read<readonly Database[]> = (value) => {
  const given = readDbInstances(value);
  const by = creators.databases(value);
  return given.map((one) => ({
    kind: 'db_instance',
    id: one.id,
    alias: one.arn,
    createdAt: one.createdAt,
    createdBy: by.get(one.id) ?? null,
    ...placed(one.zone),
    type: one.instanceClass,
    status: one.status,
    ...tagsOf(one),
  }));
};
