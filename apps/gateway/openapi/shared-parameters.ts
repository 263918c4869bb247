import type { DocumentBuilder } from '@nestjs/swagger';

type Given = Parameters<DocumentBuilder['addGlobalParameters']>;

/** Headers that every route understands. */
export const PARAMETERS: Given = [
  {
    name: 'X-Request-Id',
    in: 'header',
    required: false,
    description: 'Your id of this request, up to 128 printable characters; it comes back in the answer and stands in our logs. Where people may be named (collection, insights, preferences, gdpr, admin) one of ours stands for it.',
    schema: { type: 'string', maxLength: 128, examples: ['req-12345'] },
  },
  {
    name: 'X-Deadline-Ms',
    in: 'header',
    required: false,
    description: 'How long you wait. Unit: milliseconds. Work that cannot be done in time is given up.',
    schema: { type: 'integer', minimum: 1, maximum: 60_000, examples: [5000] },
  },
];
