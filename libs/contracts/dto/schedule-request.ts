import { ScheduleHead } from './schedule-head';
import { stateField } from './state-field';

export class ScheduleRequest extends ScheduleHead {
  @stateField({ observed_at: '2026-11-20T10:00:00Z' })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
