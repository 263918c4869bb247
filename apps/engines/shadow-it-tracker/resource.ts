import type { Target } from '@ml/contracts/decision';
import type { Tagged } from '@ml/state/aws/tags';
import type { CapacityType } from '@ml/state/kubernetes/capacity-type';
import type { EpochMs } from '@ml/units/brand';

/** What all four kinds have in common. */
interface Common extends Tagged {
  readonly id: string;
  /** Another name that people call it by. */
  readonly alias: string | null;
  /** Made; of a machine, last started. */
  readonly createdAt: EpochMs | null;
  /** As the caller looked it up. */
  readonly createdBy: string | null;
  readonly zone: string | null;
  readonly region: string | null;
  /** Instance type, volume type, generation of a load balancer, class of a database. */
  readonly type: string | null;
  readonly status: string | null;
}

export interface Machine extends Common {
  readonly kind: 'instance';
  readonly capacityType: CapacityType | null;
  readonly windows: boolean;
  readonly platform: string | null;
  readonly tenancy: string | null;
  readonly operator: string | null;
  readonly volumeIds: readonly string[];
}

export interface Disk extends Common {
  readonly kind: 'volume';
  readonly sizeGib: number | null;
  readonly iops: number | null;
  readonly throughputMibps: number | null;
  /** The machines that it is attached to, sorted. */
  readonly attachedTo: readonly string[];
}

export interface Balancer extends Common {
  readonly kind: 'load_balancer';
  /** In one spelling. */
  readonly host: string | null;
}

export interface Database extends Common {
  readonly kind: 'db_instance';
}

export type Resource = Machine | Disk | Balancer | Database;
export type ResourceKind = Resource['kind'];

const TARGETS = { instance: 'Instance', volume: 'Volume', load_balancer: 'LoadBalancer', db_instance: 'DbInstance' } as const;

export const targetOf = ({ kind, id }: Resource): Target => ({ kind: TARGETS[kind], name: id });
