import { field } from '../field';
import { JOB_KINDS, LOG_LEVELS, type JobKind, type JobLogLine, type JobProgress, type JobTold } from '../jobs';
import { INSTANCE_TYPE_PATTERN, REGION } from './aws-names';
import { UUID } from './uuid';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
export const MOST_PATTERNS = 500;
export const MOST_LINES = 1000;
export const DEFAULT_LINES = 200;

/** What a job is asked for, by its callers. */
export const JOB_TYPES = { item: INSTANCE_TYPE_PATTERN, maxItems: MOST_PATTERNS, example: ['m5.*', 'c5.large'] } as const;
export const JOB_REGIONS = { item: REGION, maxItems: 100, example: ['us-east-1'] } as const;
export const REQUEST_ID = {
  what: 'Your id of this request: the same id with the same body is the same job, with another body it is refused (409).',
  max: 128,
  pattern: /^[ -~]+$/,
  example: 'fill-2026-11-21',
  optional: true,
  rare: true,
} as const;
export const GAP_ID = { ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000a1' } as const;
export const REFRESH_ID = { ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000a2' } as const;
export const SCHEDULE_ID = { ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000a3' } as const;
export const KEY_ID = { ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000b1' } as const;

export class JobLogQueryDto {
  @field.integer({ what: 'Only lines after this one; from the first that is kept unless told.', ...COUNT, example: 0, optional: true })
  readonly after?: number;

  @field.integer({ what: `Lines at most; ${DEFAULT_LINES} unless told.`, min: 1, max: MOST_LINES, example: DEFAULT_LINES, optional: true })
  readonly limit?: number;
}

export class JobLogLineDto implements JobLogLine {
  @field.integer({ what: 'Number of the line, ascending within the job: ask for those after the last you have.', ...COUNT, example: 12 })
  readonly line!: number;

  @field.time({ what: 'When.', example: '2026-11-21T10:00:07Z' })
  readonly at!: string;

  @field.text({ what: 'How bad it is.', of: LOG_LEVELS, example: 'info' })
  readonly level!: JobLogLine['level'];

  @field.text({ what: 'For people.', max: 4000, example: 'us-east-1: 50 types, 2026-11-14 to 2026-11-20: 18,240 records, all new' })
  readonly text!: string;
}

class JobChunksDto {
  @field.integer({ what: 'Pieces the job was cut into.', ...COUNT, example: 8 })
  readonly total!: number;

  @field.integer({ what: 'Done.', ...COUNT, example: 6 })
  readonly completed!: number;

  @field.integer({ what: 'Given up; the log says why.', ...COUNT, example: 0 })
  readonly failed!: number;

  @field.integer({ what: 'Not fetched because the job was cancelled.', ...COUNT, example: 0 })
  readonly cancelled!: number;
}

/** How far a job is. */
export class JobProgressDto implements JobProgress {
  @field.integer({ what: 'How far it is; never goes back, 100 only when nothing is left to do.', unit: 'percent', min: 0, max: 100, example: 75 })
  readonly percent_complete!: number;

  @field.integer({ what: 'Records expected: an estimate, from what similar pools have brought.', ...COUNT, example: 150_000 })
  readonly records_expected!: number;

  @field.integer({ what: 'Records that came, those that were there already included.', ...COUNT, example: 112_500 })
  readonly records_fetched!: number;

  @field.integer({ what: 'Records that were new.', ...COUNT, example: 112_480 })
  readonly records_inserted!: number;

  @field.integer({ what: 'Records that could not be taken.', ...COUNT, example: 2 })
  readonly records_refused!: number;

  @field.free({ what: 'Refused records by code.', example: { BAD_PRICE: 2 } })
  readonly refused!: Readonly<Record<string, number>>;

  @field.object({ what: 'The pieces of the job.', type: () => JobChunksDto })
  readonly chunks!: JobChunksDto;

  @field.integer({ what: 'How long it will still take, by the measured rate; null while there is none, once it is called off, or when it has ended.', unit: 'seconds', ...COUNT, example: 30, nullable: true })
  readonly eta_seconds!: number | null;
}

/** In the stream, as `data` of a frame of topic `jobs`: once a second at most while the job works, and when its status changes. */
export class JobToldDto extends JobProgressDto implements JobTold {
  @field.text({ what: 'Kind of the frame; `snapshot_wanted` frames of the same topic are about scheduled scans.', of: ['job_told'], example: 'job_told' })
  readonly event!: 'job_told';

  @field.text({ what: '`gap`: a fill. `refresh`: of a model.', of: JOB_KINDS, example: 'gap' })
  readonly job_kind!: JobKind;

  @field.text({ what: 'Its `gap_id` or `refresh_id`.', ...GAP_ID })
  readonly job_id!: string;

  @field.text({ what: 'Version it is for; null: none.', ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000c1', nullable: true })
  readonly model_id!: string | null;

  @field.text({ what: 'Where it stands, as the routes of its kind say it.', example: 'filling' })
  readonly status!: string;

  @field.text({ what: 'Why it failed; null: it has not.', max: 4000, example: null, nullable: true })
  readonly error_message!: string | null;

  @field.objects({ what: 'Lines since the last frame about this job, 100 at most.', type: () => JobLogLineDto })
  readonly log!: readonly JobLogLineDto[];

  @field.time({ what: 'When.', example: '2026-11-21T10:00:08Z' })
  readonly at!: string;
}
