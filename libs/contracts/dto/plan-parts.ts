import { field } from '../field';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

/** A stable code and a sentence for people. */
export class ReasonDto {
  @field.text({ what: 'Stable code: match this.', example: 'CHEAPER_POOL' })
  readonly code!: string;

  @field.text({ what: 'For people; may change.', example: 'This pool is safe and costs 62% less than on-demand.' })
  readonly text!: string;
}

export class TargetDto {
  @field.text({ what: 'Kind of the object.', example: 'Pool' })
  readonly kind!: string;

  @field.text({ what: 'Name or id of the object.', example: 'm5.large/us-east-1a' })
  readonly name!: string;

  @field.text({ what: 'Namespace, for objects that have one.', example: 'default', optional: true, rare: true })
  readonly namespace?: string;
}

export class HeldDto extends ReasonDto {
  @field.object({ what: 'What was looked at and not recommended.', type: () => TargetDto })
  readonly target!: TargetDto;

  @field.free({ what: 'Numbers behind the reason.', example: { price: 0.0351 }, optional: true })
  readonly details?: Readonly<Record<string, unknown>>;
}

export class PreconditionDto {
  @field.text({ what: 'Stable code of what must still be true when the plan is executed.', example: 'NODE_STILL_THERE' })
  readonly code!: string;

  @field.object({ what: 'Where it must be true.', type: () => TargetDto })
  readonly target!: TargetDto;

  @field.text({ what: 'For people.', example: 'The node still exists.', optional: true })
  readonly text?: string;
}

export class PlanStepDto {
  @field.integer({ what: 'Number of the step, from 1.', ...COUNT, example: 1 })
  readonly step!: number;

  @field.text({ what: 'Part of the plan the step belongs to.', example: 'provision' })
  readonly phase!: string;

  @field.text({ what: 'What to do: one call of a Kubernetes or AWS client.', example: 'launch_spot_instances' })
  readonly action!: string;

  @field.object({ what: 'To what.', type: () => TargetDto })
  readonly target!: TargetDto;

  @field.number({ what: 'How long it takes.', unit: 'minutes', ...COUNT, example: 5 })
  readonly duration!: number;

  @field.number({ what: 'The same, finer.', unit: 'seconds', ...COUNT, example: 300 })
  readonly estimated_duration_seconds!: number;

  @field.freeList({ what: 'Numbers of the steps that must be done before.', example: [] })
  readonly depends_on!: readonly number[];

  @field.flag({ what: 'Whether it can be undone.', example: true })
  readonly reversible!: boolean;

  @field.text({ what: 'The action that undoes it.', example: 'terminate_instances', nullable: true })
  readonly rollback!: string | null;

  @field.flag({ what: 'Whether a person must agree first.', example: false })
  readonly requires_approval!: boolean;

  @field.free({ what: 'Parameters of the action.', example: { count: 2 }, optional: true })
  readonly details?: Readonly<Record<string, unknown>>;
}
