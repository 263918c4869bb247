import { field } from '../field';
import { REGION } from './aws-names';
import { stateField } from './state-field';

const CLUSTER = { max: 128, example: 'cluster-abc' } as const;
const BYTES = { unit: 'bytes', min: 0, max: Number.MAX_SAFE_INTEGER } as const;

export class ClusterPath {
  @field.text({ what: 'Your id of the cluster.', ...CLUSTER })
  readonly cluster_id!: string;
}

export class SnapshotQueryDto {
  @field.text({ what: 'Whose cluster it is, for keys of the platform; without it the one that was heard of last.', max: 128, example: 'cu-1', optional: true })
  readonly customer_id?: string;
}

/** A snapshot without its state, which the gateway does not read. */
export class ClusterSnapshotHead {
  @field.text({
    what: 'The customer (tenant) who owns the cluster. A key that is bound to a tenant may only name its own.',
    max: 128,
    example: 'cu-1',
    optional: true,
    nullable: true,
  })
  readonly customer_id?: string | null;

  @field.text({ what: 'AWS region of the cluster: its prices count in scheduled scans.', ...REGION, example: 'us-east-1' })
  readonly region!: string;
}

const NODE = {
  metadata: { name: 'n1', labels: { 'node.kubernetes.io/instance-type': 'm5.xlarge', 'topology.kubernetes.io/zone': 'us-east-1a', 'karpenter.sh/capacity-type': 'spot' } },
};

export class ClusterSnapshotRequest extends ClusterSnapshotHead {
  @stateField({ observed_at: '2026-11-20T10:00:00Z', nodes: [NODE] })
  readonly current_state!: Readonly<Record<string, unknown>>;
}

export class ClusterSnapshotDto extends ClusterPath {
  @field.text({ what: 'The customer who owns the cluster; null: the platform.', max: 128, example: 'cu-1', nullable: true })
  readonly customer_id!: string | null;

  @field.text({ what: 'AWS region of the cluster.', example: 'us-east-1' })
  readonly region!: string;

  @field.time({ what: '`observed_at` of the state; when it arrived, if the state does not say.', example: '2026-11-20T10:00:00Z' })
  readonly observed_at!: string;

  @field.time({ what: 'When it arrived.', example: '2026-11-20T10:00:02Z' })
  readonly received_at!: string;

  @field.text({ what: 'SHA-256 of what is kept: the same for the same observation.', example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' })
  readonly state_hash!: string;

  @field.free({ what: 'Objects by kind; a kind that is not listed was not known.', example: { nodes: 1, pods: 0 } })
  readonly counts!: Readonly<Record<string, number>>;

  @field.integer({ what: 'Size of the state as it was posted, inflated.', ...BYTES, example: 18_432 })
  readonly bytes!: number;

  @field.flag({ what: 'Too old to decide on: scheduled scans wait for a new one and ask for it.', example: false })
  readonly stale!: boolean;
}
