import { field } from '../field';
import type { LearnedPatterns } from '../learning';
import { INSTANCE_TYPE, REGION } from './aws-names';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

export class PatternTypePath {
  @field.text({ what: 'Instance type.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;
}

export class PatternQueryDto {
  @field.text({ what: 'Only this AWS region; all when left out.', ...REGION, example: 'us-east-1', optional: true })
  readonly region?: string;
}

class TemporalPatternsDto {
  @field.freeList({ what: 'Hours (UTC, 0 to 23) that are hit at least half as often again as the others, more than by chance.', example: [14, 15, 16] })
  readonly high_risk_hours!: readonly number[];

  @field.freeList({ what: 'Days (UTC, 0 = Monday) that are hit at least half as often again as the others, more than by chance.', example: [1, 2] })
  readonly high_risk_days!: readonly number[];

  @field.text({ what: 'The same for people, of the hours that follow each other and are hit most; null: no time stands out.', example: '14:00-17:00 Tuesday/Wednesday', nullable: true })
  readonly peak_interruption_time!: string | null;
}

export class LearnedPatternsDto implements LearnedPatterns {
  @field.text({ what: 'Instance type.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'AWS region; null: all.', ...REGION, example: 'us-east-1', nullable: true })
  readonly region!: string | null;

  @field.object({ what: 'Times of the day and of the week.', type: () => TemporalPatternsDto })
  readonly temporal_patterns!: TemporalPatternsDto;

  @field.free({
    what: 'By workload: `interruptions` (events), `interruption_rate` (events for each instance of the type and month of 730 hours; null while no instance-hours are known) and `avg_recovery_seconds` (null when nobody said).',
    example: { web: { interruption_rate: 0.02, avg_recovery_seconds: 120, interruptions: 31 }, database: { interruption_rate: 0.05, avg_recovery_seconds: 300, interruptions: 77 } },
  })
  readonly workload_patterns!: LearnedPatterns['workload_patterns'];

  @field.free({
    what: 'By season: `interruptions` (events in it) and `interruption_multiplier` (events a day in it against all other days); only seasons that were seen for long enough.',
    example: { black_friday: { interruption_multiplier: 2.5, interruptions: 40 }, end_of_quarter: { interruption_multiplier: 1.8, interruptions: 22 } },
  })
  readonly seasonal_patterns!: LearnedPatterns['seasonal_patterns'];

  @field.integer({ what: 'Interruption events that this rests on; null: fewer than three customers stand behind it.', ...COUNT, example: 214, nullable: true })
  readonly interruptions!: number | null;

  @field.integer({ what: 'Customers that were interrupted; null: fewer than three.', ...COUNT, example: 17, nullable: true })
  readonly customers!: number | null;

  @field.time({ what: 'First interruption that is counted; null: none, or hidden.', example: '2026-05-02T10:00:00Z', nullable: true })
  readonly since!: string | null;
}
