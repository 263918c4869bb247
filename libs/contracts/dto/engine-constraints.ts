import { field } from '../field';
import { INSTANCE_TYPE } from './aws-names';

const TYPES = { item: INSTANCE_TYPE, maxItems: 2000 } as const;

/** Limits that every engine honours. */
export class EngineConstraints {
  @field.number({ what: 'No node gets fewer CPU cores than this.', unit: 'cores', min: 0, max: 100_000, example: 2, optional: true })
  readonly min_cpu_cores?: number;

  @field.number({ what: 'No node gets more memory than this.', unit: 'GB', min: 0, max: 1_000_000, above: true, example: 256, optional: true })
  readonly max_memory_gb?: number;

  @field.texts({ what: 'Only these instance types may be recommended.', ...TYPES, example: ['m5.large', 'm6i.large'], optional: true })
  readonly allowed_instance_types?: readonly string[];

  @field.texts({ what: 'These instance types are never recommended.', ...TYPES, example: ['t3.micro'], optional: true })
  readonly blocked_instance_types?: readonly string[];

  @field.texts({ what: 'Names or ids of objects that must be left alone.', item: { max: 256 }, maxItems: 10_000, example: ['node-7'], optional: true })
  readonly excluded?: readonly string[];
}
