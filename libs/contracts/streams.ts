import type { StreamName } from './wire';

/** JetStream streams as they are created; ages in seconds, sizes in bytes. */
export interface StreamDefinition {
  readonly name: StreamName;
  readonly subjects: readonly string[];
  readonly retention: 'limits' | 'workqueue';
  readonly maxAgeSeconds: number;
  readonly maxBytes: number;
  readonly maxPerSubject: number;
  /** What happens when the stream is full: `new` refuses the publisher, so nothing accepted is ever lost. */
  readonly discard: 'new' | 'old';
  readonly duplicateWindowSeconds: number;
}

const DAY = 86_400;
const MIB = 1024 * 1024;
const UNLIMITED = -1;

export const STREAMS: readonly StreamDefinition[] = [
  {
    name: 'FACTS',
    subjects: ['fact.>'],
    retention: 'limits',
    maxAgeSeconds: 0,
    maxBytes: 64 * MIB,
    maxPerSubject: 1,
    discard: 'old',
    duplicateWindowSeconds: 120,
  },
  {
    name: 'EVENTS',
    subjects: ['evt.>'],
    retention: 'limits',
    maxAgeSeconds: 7 * DAY,
    maxBytes: 2048 * MIB,
    maxPerSubject: UNLIMITED,
    discard: 'new',
    duplicateWindowSeconds: 600,
  },
  {
    name: 'WORK',
    subjects: ['work.>'],
    retention: 'workqueue',
    maxAgeSeconds: 0,
    maxBytes: 1024 * MIB,
    maxPerSubject: UNLIMITED,
    discard: 'new',
    duplicateWindowSeconds: 600,
  },
  {
    // As many as there are requests: whoever reads them has a day, or a gigabyte, to come back.
    name: 'LOGS',
    subjects: ['log.>'],
    retention: 'limits',
    maxAgeSeconds: DAY,
    maxBytes: 1024 * MIB,
    maxPerSubject: UNLIMITED,
    discard: 'old',
    duplicateWindowSeconds: 600,
  },
  {
    // A handler that was killed cannot write a dead letter, so the server's own advisories are kept.
    name: 'DEAD_LETTERS',
    subjects: ['$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>', '$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>'],
    retention: 'limits',
    maxAgeSeconds: 30 * DAY,
    maxBytes: 256 * MIB,
    maxPerSubject: UNLIMITED,
    discard: 'old',
    duplicateWindowSeconds: 120,
  },
];
