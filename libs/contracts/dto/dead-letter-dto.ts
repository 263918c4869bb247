import { field } from '../field';

const COUNT = { min: 1, max: Number.MAX_SAFE_INTEGER } as const;

export class DeadLetterPath {
  @field.integer({ what: 'Id of the dead letter.', ...COUNT, example: 17 })
  readonly id!: number;
}

/** A message that a consumer gave up on. */
export class DeadLetterDto {
  @field.integer({ what: 'Id of the dead letter.', ...COUNT, example: 17 })
  readonly id!: number;

  @field.text({ what: 'Stream the message is in.', example: 'WORK' })
  readonly stream!: string;

  @field.text({ what: 'Consumer that gave up.', example: 'pricing-fetch' })
  readonly consumer!: string;

  @field.integer({ what: 'Place of the message in its stream.', ...COUNT, example: 512 })
  readonly stream_sequence!: number;

  @field.integer({ what: 'How often it was tried.', ...COUNT, example: 5 })
  readonly deliveries!: number;

  @field.text({ what: 'Why it was given up.', example: 'too many deliveries' })
  readonly reason!: string;

  @field.time({ what: 'When.', example: '2026-11-20T10:00:00Z' })
  readonly at!: string;

  @field.text({ what: 'Subject of the message; null when it has left its stream.', example: 'work.pricing.fetch.v1', nullable: true })
  readonly subject!: string | null;
}
