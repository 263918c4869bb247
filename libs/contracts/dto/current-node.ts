import { field } from '../field';
import { AVAILABILITY_ZONE, INSTANCE_TYPE } from './aws-names';

/** The node or nodes to be replaced, when they are not in `current_state.nodes`. */
export class CurrentNode {
  @field.text({ what: 'Instance type that runs now.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone in which it runs.', ...AVAILABILITY_ZONE, example: 'us-east-1a', optional: true })
  readonly availability_zone?: string;

  @field.text({ what: 'How it is paid for.', of: ['spot', 'on-demand'], example: 'on-demand', optional: true })
  readonly capacity_type?: 'spot' | 'on-demand';
}
