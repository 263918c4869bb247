import { field } from '../field';
import { MergedDetailsDto } from './rightsize-merged-details-dto';

const AMOUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const MONTHLY = { ...AMOUNT, unit: 'USD a month of 730 hours' } as const;
const PERCENT = { ...AMOUNT, unit: 'percent' } as const;

/** Of `downsize_node` and `upsize_node`. */
export class NodeSizeDetailsDto extends MergedDetailsDto {
  @field.text({ what: 'Type of the node.', example: 'm5.2xlarge', optional: true })
  readonly current_instance_type?: string;

  @field.text({ what: 'The cheapest type that fits.', example: 'm5.xlarge', optional: true })
  readonly recommended_instance_type?: string;

  @field.number({ what: 'What the node costs.', ...MONTHLY, example: 280.32, optional: true })
  readonly current_monthly_cost?: number;

  @field.number({ what: 'What the recommended type costs, at the same place and in the same capacity type.', ...MONTHLY, example: 140.16, optional: true })
  readonly recommended_monthly_cost?: number;

  @field.number({ what: 'The difference where it is a saving, else 0.', ...MONTHLY, example: 140.16, optional: true })
  readonly monthly_savings?: number;

  @field.number({ what: 'The difference where it costs more, else 0.', ...MONTHLY, example: 0, optional: true })
  readonly additional_monthly_cost?: number;

  @field.text({ what: 'Which way.', of: ['downsize', 'upsize'], example: 'downsize', optional: true })
  readonly direction?: string;

  @field.text({ what: 'Node pool or node group that sets its type, so that it is to be changed there; null when the labels name none.', example: null, nullable: true, optional: true })
  readonly node_pool?: string | null;

  @field.text({ what: 'Spot stays spot.', example: 'on-demand', nullable: true, optional: true })
  readonly capacity_type?: string | null;

  @field.number({ what: 'CPU used, at the percentile asked for.', ...PERCENT, example: 20, optional: true })
  readonly cpu_used_pct?: number;

  @field.number({ what: 'Memory used, at the peak.', ...PERCENT, example: 25, optional: true })
  readonly memory_used_pct?: number;

  @field.number({ what: 'Cores that the type must have.', ...AMOUNT, unit: 'cores', example: 4, optional: true })
  readonly target_vcpu?: number;

  @field.number({ what: 'Memory that the type must have.', ...AMOUNT, unit: 'GiB', example: 16, optional: true })
  readonly target_memory_gib?: number;
}
