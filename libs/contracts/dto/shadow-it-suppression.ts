import { field } from '../field';

/** Somebody knows of a resource and says why it may stay. */
export class ShadowItSuppression {
  @field.text({ what: 'Id, ARN or name of the resource.', max: 256, example: 'i-0123456789abcdef0' })
  readonly resource_id!: string;

  @field.text({ what: 'Why it may stay.', max: 500, example: 'bastion of the network team' })
  readonly reason!: string;

  @field.time({ what: 'Until when. Without it there is no end.', example: '2027-06-30T00:00:00Z', optional: true })
  readonly until?: string;
}
