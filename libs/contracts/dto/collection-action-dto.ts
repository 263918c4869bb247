import { USER_ACTIONS, type ActionAccepted, type PostedAction } from '../collection';
import { field } from '../field';
import { CollectionFaultDto, FAULTS } from './collection-fault-dto';
import { OWN_ID, RESOURCE_ID } from './collection-names';
import { ReasonDto } from './plan-parts';

/** What somebody did with a resource that a scan had found. */
export class ActionDto implements PostedAction {
  @field.text({ what: 'Your id of what was done: sent again, it is not counted again.', ...OWN_ID, example: 'e-1' })
  readonly event_id!: string;

  @field.text({ what: 'Your id of the user: hashed on arrival.', ...OWN_ID, example: 'user-7' })
  readonly user_id!: string;

  @field.text({ what: 'Your id of the cloud account: hashed on arrival.', ...OWN_ID, example: '111122223333' })
  readonly account_id!: string;

  @field.text({ what: 'Your id of the resource: hashed on arrival.', ...RESOURCE_ID, example: 'vol-0a1' })
  readonly resource_id!: string;

  @field.text({ what: 'What was done; said anew later, the later one counts.', of: USER_ACTIONS, example: 'deleted' })
  readonly action!: PostedAction['action'];

  @field.time({ what: 'When it was done, not later than now.', example: '2026-11-20T12:45:00Z' })
  readonly action_at!: string;

  @field.text({ what: 'Line of business of the user’s company; kept when it is made of known words.', max: 256, example: 'fintech', optional: true })
  readonly industry?: string;

  @field.text({ what: 'Employees: `1-10`, `11-50`, `51-200`, `201-1000`, `1001-5000` or `5000+`; anything else is not kept.', max: 64, example: '51-200', optional: true })
  readonly company_size?: string;
}

export class ActionAcceptedDto implements ActionAccepted {
  @field.text({
    what: '`recorded`; `waiting`: for the scan that found the resource; `superseded`: a later action is known; `not_collected`: nothing is kept, `reason` says why.',
    of: ['recorded', 'waiting', 'superseded', 'not_collected'],
    example: 'recorded',
  })
  readonly outcome!: ActionAccepted['outcome'];

  @field.flag({ what: 'It had been taken before.', example: false })
  readonly duplicate!: boolean;

  @field.object({ what: '`OBJECTED`, `NO_CONSENT`; null: it is kept.', type: () => ReasonDto, example: null, nullable: true })
  readonly reason!: ReasonDto | null;

  @field.objects(FAULTS)
  readonly faults!: readonly CollectionFaultDto[];
}
