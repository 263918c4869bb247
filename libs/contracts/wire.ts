/** The service that owns a subject; also the name of its NATS user, Postgres role and schema. */
export type Owner = 'gateway' | 'decisions' | 'pricing' | 'gap-filler' | 'models' | 'feedback' | 'collector' | 'insight' | 'spot-optimizer' | 'bin-packing' | 'rightsizing' | 'scheduler' | 'ghost-probe' | 'volume-cleanup' | 'network-optimizer' | 'oomkilled-remediation' | 'ipv4-cost-tracker' | 'image-bloat-analyzer' | 'shadow-it-tracker' | 'noisy-neighbor-detector';

declare const wireType: unique symbol;

/** A question and its answer, by request/reply. */
export interface Question<Ask, Answer> {
  readonly kind: 'question';
  readonly subject: string;
  readonly owner: Owner;
  /** How long a caller waits when its own deadline is further away. */
  readonly timeoutMs: number;
  /** Holds names of people and resources: in memory only, both ways. The bus writes none of it down, and nothing that failed on it is quoted. */
  readonly confidential?: true;
  readonly [wireType]?: (ask: Ask) => Answer;
}

/** A fact that must not be lost, by JetStream. */
export interface Fact<Body> {
  readonly kind: 'fact';
  /** `evt.<owner>.<what>.v1`, `work.<owner>.<what>.v1` or `log.<owner>.<what>.v1`; keyed facts add one token per key. */
  readonly subject: string;
  readonly owner: Owner;
  readonly stream: StreamName;
  /** Whether a key token follows the subject, as in `evt.pricing.snapshot.v1.us-east-1`. */
  readonly keyed: boolean;
  readonly [wireType]?: (body: Body) => void;
}

declare const answerType: unique symbol;

/** A fact of which its publisher may wait to hear what the consumer says: bus.report. */
export interface Report<Body, Answer> extends Fact<Body> {
  readonly answered: true;
  readonly [answerType]?: () => Answer;
}

export type StreamName = 'FACTS' | 'EVENTS' | 'WORK' | 'LOGS' | 'DEAD_LETTERS';

export const question = <Ask, Answer>(owner: Owner, verb: string, timeoutMs: number): Question<Ask, Answer> => ({
  kind: 'question',
  subject: `${owner}.${verb}.v1`,
  owner,
  timeoutMs,
});

/** A question that is never written down on its way: what does not fit into one message is refused with BODY_TOO_LARGE. */
export const confidential = <Ask, Answer>(owner: Owner, verb: string, timeoutMs: number): Question<Ask, Answer> => ({ ...question<Ask, Answer>(owner, verb, timeoutMs), confidential: true });

export const event = <Body>(owner: Owner, what: string): Fact<Body> => ({
  kind: 'fact',
  subject: `evt.${owner}.${what}.v1`,
  owner,
  stream: 'EVENTS',
  keyed: false,
});

/** An event that is handled by one consumer, which tells its publisher what came of it. */
export const report = <Body, Answer>(owner: Owner, what: string): Report<Body, Answer> => ({ ...event<Body>(owner, what), answered: true });

export const isReport = (fact: Fact<never>): fact is Report<never, unknown> => 'answered' in fact;

/** Much of it, worth less than an event: in a stream of its own, so that it can never take the room of what must not be lost. */
export const logged = <Body>(owner: Owner, what: string): Fact<Body> => ({
  kind: 'fact',
  subject: `log.${owner}.${what}.v1`,
  owner,
  stream: 'LOGS',
  keyed: false,
});

/** The newest body per key is kept for ever: what a service needs to know when it starts. */
export const latestFact = <Body>(owner: Owner, what: string): Fact<Body> => ({
  kind: 'fact',
  subject: `fact.${owner}.${what}.v1`,
  owner,
  stream: 'FACTS',
  keyed: true,
});

/** Work that one consumer takes, acknowledges and so removes. */
export const work = <Body>(owner: Owner, what: string): Fact<Body> => ({
  kind: 'fact',
  subject: `work.${owner}.${what}.v1`,
  owner,
  stream: 'WORK',
  keyed: false,
});
