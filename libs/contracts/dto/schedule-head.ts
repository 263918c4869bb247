import { field } from '../field';
import { DecisionHead } from './decision-head';
import { EngineConstraints } from './engine-constraints';
import { ScheduleRequirements } from './schedule-requirements';

/** A `schedule` request without its state, which is not read by the gateway. */
export class ScheduleHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => ScheduleRequirements, optional: true })
  readonly requirements?: ScheduleRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => EngineConstraints, optional: true })
  readonly constraints?: EngineConstraints;
}
