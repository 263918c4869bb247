import type { PoolHours } from '../exposure';
import { field } from '../field';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, REGION } from './aws-names';
import { UUID } from './uuid';

const WHO = { max: 128 } as const;
const MOST_POOLS = 4_096;

class PoolHoursDto implements Omit<PoolHours, 'interrupted'> {
  @field.text({ what: 'Instance type.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone, by name or by id; it must lie in the region.', ...AVAILABILITY_ZONE, example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.text({ what: 'AWS region.', ...REGION, example: 'us-east-1' })
  readonly region!: string;

  @field.number({ what: 'Spot instances, each times the part of the hour that it ran; counted to a ten-thousandth.', unit: 'instance-hours', min: 0, max: 1_000_000, example: 11.5 })
  readonly instance_hours!: number;

  @field.integer({ what: 'Instances that were interrupted in the hour; 0 unless given. Not counted in an hour and pool of which the customer has reported interruptions one by one.', min: 0, max: 10_000, example: 1, optional: true })
  readonly interrupted?: number;
}

/** One hour of one cluster, whole. */
export class InstanceHoursDto {
  @field.text({ what: 'The customer (tenant) who owns the cluster; the key’s own unless given, else the cluster counts as a customer of its own. A key that is bound to a tenant may only name its own.', ...WHO, example: 'cu-1', optional: true })
  readonly customer_id?: string;

  @field.text({ what: 'The cluster.', ...WHO, example: 'cluster-abc' })
  readonly cluster_id!: string;

  @field.time({ what: 'The hour by its beginning, a whole one; it has begun, at most 7 days ago.', example: '2026-11-20T10:00:00Z' })
  readonly hour!: string;

  @field.objects({ what: 'All pools in which the cluster had spot instances in that hour, each once; an empty list: none.', type: () => PoolHoursDto, maxItems: MOST_POOLS })
  readonly pools!: readonly PoolHoursDto[];
}

export class InstanceHoursAcceptedDto {
  @field.flag({ what: 'Always true: the hour is kept and will be counted.', example: true })
  readonly accepted!: true;

  @field.text({ what: 'Id of this report, as it stands in logs.', ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000b1' })
  readonly report_id!: string;
}
