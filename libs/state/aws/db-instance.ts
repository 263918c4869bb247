import type { EpochMs } from '@ml/units/brand';
import type { Read } from '../read';
import { fallback, optional, required } from '../shapes';
import { name, truth } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { amount, apiTime, filled } from './api-values';
import { readTags, UNTAGGED, type Tagged } from './tags';

/** An RDS instance as far as engines need it; null where the object does not say. */
export interface DbInstanceState extends Tagged {
  /** The DBInstanceIdentifier. */
  readonly id: string;
  readonly arn: string | null;
  /** As in `db.t3.micro`. */
  readonly instanceClass: string | null;
  readonly engine: string | null;
  /** available, creating, stopped, ...; kept as given. */
  readonly status: string | null;
  readonly allocatedGib: number | null;
  /** gp2, gp3, io1, aurora, ... */
  readonly storageType: string | null;
  readonly iops: number | null;
  readonly createdAt: EpochMs | null;
  readonly multiAz: boolean | null;
  /** The Aurora or Multi-AZ cluster that it belongs to. */
  readonly clusterId: string | null;
  /** The instance that it is a read replica of. */
  readonly replicaOf: string | null;
  readonly zone: string | null;
  readonly vpcId: string | null;
  readonly publiclyAccessible: boolean | null;
}

const apiDbInstance = apiObject({
  DBInstanceIdentifier: required(name),
  DBInstanceArn: filled,
  DBInstanceClass: filled,
  Engine: filled,
  DBInstanceStatus: filled,
  AllocatedStorage: optional(amount),
  StorageType: filled,
  Iops: optional(amount),
  InstanceCreateTime: optional(apiTime),
  MultiAZ: optional(truth),
  DBClusterIdentifier: filled,
  ReadReplicaSourceDBInstanceIdentifier: filled,
  AvailabilityZone: filled,
  DBSubnetGroup: optional(apiObject({ VpcId: filled })),
  PubliclyAccessible: optional(truth),
  TagList: optional(readTags),
  Tags: fallback(readTags, UNTAGGED),
});

const readDbInstance: Read<DbInstanceState> = (value) => {
  const given = apiDbInstance(value);
  return {
    id: given.DBInstanceIdentifier,
    arn: given.DBInstanceArn,
    instanceClass: given.DBInstanceClass,
    engine: given.Engine,
    status: given.DBInstanceStatus,
    allocatedGib: given.AllocatedStorage,
    storageType: given.StorageType,
    iops: given.Iops,
    createdAt: given.InstanceCreateTime,
    multiAz: given.MultiAZ,
    clusterId: given.DBClusterIdentifier,
    replicaOf: given.ReadReplicaSourceDBInstanceIdentifier,
    zone: given.AvailabilityZone,
    vpcId: given.DBSubnetGroup?.VpcId ?? null,
    publiclyAccessible: given.PubliclyAccessible,
    ...(given.TagList ?? given.Tags),
  };
};

/** `current_state.db_instances`, as DescribeDBInstances answers. */
export const readDbInstances: Read<readonly DbInstanceState[]> = apiList({
  answers: ['DBInstances'],
  read: readDbInstance,
  identityOf: (one) => one.id,
  identityKey: 'DBInstanceIdentifier',
});
