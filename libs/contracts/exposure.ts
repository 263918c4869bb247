import type { PoolKey } from './pools';
import { event } from './wire';

/** Spot instances of one cluster in one pool during one hour. */
export interface PoolHours extends PoolKey {
  /** Instances times the part of the hour that they ran. */
  readonly instance_hours: number;
  /** Instances that were interrupted in that hour; those that were reported one by one are not counted again. */
  readonly interrupted: number;
}

/** For platforms that send no cluster snapshots; of the same cluster and hour the later one replaces the earlier. */
export interface InstanceHoursReport {
  readonly report_id: string;
  readonly customer_id: string;
  readonly cluster_id: string;
  /** RFC 3339, a whole hour. */
  readonly hour: string;
  readonly pools: readonly PoolHours[];
  readonly received_at: string;
}

/** Accepted once the stream has it. */
export const instanceHoursReported = event<InstanceHoursReport>('gateway', 'instance-hours-reported');
