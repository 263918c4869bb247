import { field } from '../field';

export const STREAM_TOPICS = ['decisions', 'predictions', 'jobs', 'pools', 'notifications'] as const;
export type StreamTopic = (typeof STREAM_TOPICS)[number];

export class StreamQueryDto {
  @field.texts({ what: 'Topics, separated by commas; all when left out.', item: { of: STREAM_TOPICS }, maxItems: STREAM_TOPICS.length, example: ['decisions'], optional: true })
  readonly topics?: readonly StreamTopic[];

  @field.text({ what: 'Id of the last frame you have: everything after it comes first.', max: 96, pattern: /^\d{1,15}(-\d{1,15}){0,5}$/, example: '1204-1190-0-77-1201-1188', optional: true })
  readonly since?: string;
}

/** One message of the stream. */
export class StreamFrameDto {
  @field.text({ what: 'Opaque: send the last one back as `since`.', example: '1204-1190-0-77-1201-1188' })
  readonly id!: string;

  @field.text({ what: 'Topic.', of: STREAM_TOPICS, example: 'decisions' })
  readonly topic!: StreamTopic;

  @field.time({ what: 'When it happened.', example: '2026-11-20T10:00:00Z' })
  readonly at!: string;

  @field.free({ what: 'What happened; `event` says which kind.', example: { event: 'decision_made', decision_id: '019a7b1e-8c00-7000-8000-000000000001', verdict: 'act' } })
  readonly data!: Readonly<Record<string, unknown>>;
}
