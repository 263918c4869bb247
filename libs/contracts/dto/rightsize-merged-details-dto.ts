import { field } from '../field';

/** What every recommendation of sizes says of model and rule. */
export class MergedDetailsDto {
  @field.flag({ what: 'A person should look before it is done.', example: false })
  readonly requires_review!: boolean;

  @field.text({ what: 'Why a person should look.', example: null, nullable: true })
  readonly review_reason!: string | null;

  @field.text({ what: 'How a forecast of usage and the rule agree.', of: ['no_model', 'agrees', 'differs', 'model_larger', 'diverges'], example: 'no_model' })
  readonly agreement!: string;

  @field.number({ what: 'How sure this recommendation is, before the age of facts and state is taken into account.', min: 0, max: 1, example: 0.85 })
  readonly confidence!: number;
}
