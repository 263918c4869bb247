import { field } from '../field';
import { PRODUCTS, type Product } from '../pricing';
import { AVAILABILITY_ZONE, INSTANCE_FAMILY, INSTANCE_TYPE, REGION } from './aws-names';
import { CurrentNode } from './current-node';

const TYPES = { item: INSTANCE_TYPE, maxItems: 2000 } as const;

/** The nodes that are wanted. Size and count may be left out when `current_state.nodes` holds the nodes to be replaced. */
export class SpotRequirements {
  @field.text({ what: 'AWS region.', ...REGION, example: 'us-east-1', optional: true })
  readonly region?: string;

  @field.number({ what: 'vCPUs that one node must have at least.', unit: 'vCPU', min: 0, max: 10_000, above: true, example: 2, optional: true })
  readonly vcpu?: number;

  @field.number({ what: 'Memory that one node must have at least.', unit: 'GiB', min: 0, max: 100_000, above: true, example: 8, optional: true })
  readonly memory_gib?: number;

  @field.integer({ what: 'How many nodes are wanted.', unit: 'nodes', min: 1, max: 10_000, example: 10, optional: true })
  readonly count?: number;

  @field.text({ what: 'Processor architecture.', of: ['x86_64', 'arm64'], example: 'x86_64', optional: true })
  readonly architecture?: 'x86_64' | 'arm64';

  @field.integer({ what: 'GPUs that one node must have at least.', unit: 'GPUs', min: 0, max: 64, example: 0, optional: true })
  readonly gpus?: number;

  @field.number({ what: 'Local disk that one node must have at least.', unit: 'GB', min: 0, max: 1_000_000, example: 0, optional: true })
  readonly local_storage_gb?: number;

  @field.integer({ what: 'Pods that one node must be able to hold by its network limit.', unit: 'pods', min: 0, max: 10_000, example: 29, optional: true })
  readonly pods?: number;

  @field.texts({ what: 'Only these availability zones.', item: AVAILABILITY_ZONE, maxItems: 100, example: ['us-east-1a', 'us-east-1b', 'us-east-1c'], optional: true })
  readonly availability_zones?: readonly string[];

  @field.texts({ what: 'Only these instance families.', item: INSTANCE_FAMILY, maxItems: 1000, example: ['m5', 'm6i'], optional: true })
  readonly instance_families?: readonly string[];

  @field.texts({ what: 'Only these instance types.', ...TYPES, example: ['m5.large', 'm6i.large'], optional: true })
  readonly instance_types?: readonly string[];

  @field.texts({ what: 'Not these instance types.', ...TYPES, example: ['t3.large'], optional: true })
  readonly exclude_instance_types?: readonly string[];

  @field.text({ what: 'What the nodes run, as the spot price history calls it.', of: PRODUCTS, example: 'Linux/UNIX', optional: true })
  readonly product?: Product;

  @field.text({ what: 'Your name of the kind of work the nodes do.', max: 64, example: 'web', optional: true })
  readonly workload_type?: string;

  @field.number({ what: 'Most that one node may cost.', unit: 'USD an hour', min: 0, max: 10_000, above: true, example: 0.2, optional: true })
  readonly max_price_usd_per_hour?: number;

  @field.object({ what: 'The node that is to be replaced.', type: () => CurrentNode, optional: true })
  readonly current?: CurrentNode;
}
