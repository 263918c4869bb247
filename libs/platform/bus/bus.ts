import { jetstream, type JetStreamClient } from '@nats-io/jetstream';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { SpanKind } from '@opentelemetry/api';
import { v7 as uuid } from 'uuid';
import { AppError, type ErrorBody } from '@ml/contracts/app-error';
import type { Fact, Question, Report } from '@ml/contracts/wire';
import { findCall, type CallContext } from '../call-context';
import type { Logger } from '../logger';
import { inSpan } from '../tracing/spans';
import { AnswerInbox } from './answer-inbox';
import { toBusError } from './bus-error';
import type { Connectivity } from './connectivity';
import { packFrame, unpackFrame, type BlobDepot } from './frame';
import type { Attachment } from './packed';
import { answerTo, isError, readMarks, requestHeaders } from './message-headers';
import { NO_DEPOT } from './no-depot';
import { followFact, type Watch, type WatchHandler, type WatchStart } from './watch';

export interface AskOptions {
  /** Raw bytes that travel beside the body. */
  readonly attachment?: Attachment;
  /** The attachment hardly shrinks: it is not compressed as long as it fits into one message. */
  readonly dense?: boolean;
  /** Overrides the question's own patience; the caller's deadline always holds. */
  readonly timeoutMs?: number;
}

export interface Exchanged<Answer> {
  readonly body: Answer;
  readonly attachment: Attachment | undefined;
}

export interface ReportOptions {
  /** De-duplicates. */
  readonly id: string;
  /** How long the consumer's answer is waited for once the stream has the fact. */
  readonly waitMs: number;
}

/** What is known of a fact that the stream has. */
export interface Reported<Answer> {
  /** It was there before: whoever published it first is told. */
  readonly known: boolean;
  /** undefined: nothing was heard in time, or somebody else is told; the consumer gets to it, or got to it and the answer was lost. */
  readonly answer: Answer | undefined;
}

interface BusParts {
  readonly owner: string;
  readonly connection: NatsConnection;
  readonly connectivity: Connectivity;
  readonly depot: BlobDepot;
  readonly logger: Logger;
}

interface Storing {
  readonly id: string;
  readonly call: CallContext | undefined;
  readonly budgetMs: number;
  /** Where the consumer's answer is waited for. */
  readonly inbox?: string;
}

interface Asked {
  readonly body: unknown;
  readonly attachment: Attachment | undefined;
  readonly dense: boolean;
  readonly call: CallContext;
  readonly depot: BlobDepot;
}

/** A stream's leader may take about 8 s to be replaced (nats-server 2.9): publishing goes on trying for longer than that. */
const PUBLISH_BUDGET_MS = 15_000;
const PUBLISH_ATTEMPT_MS = 2_500;
const PUBLISH_PAUSE_MS = 250;
const SHORTEST_WAIT_MS = 1;
/** Longer than a reconnection to a server that is there. */
const RECONNECT_PATIENCE_MS = 2_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The one way services talk: questions by request/reply, facts by JetStream. */
export class Bus {
  private readonly jetstream: JetStreamClient;
  private readonly answers: AnswerInbox;

  constructor(private readonly parts: BusParts) {
    this.answers = new AnswerInbox(parts.connection, parts.owner);
    this.jetstream = jetstream(parts.connection, { timeout: PUBLISH_ATTEMPT_MS });
  }

  /**
   * Asks and waits for the answer.
   * @throws AppError the answerer's own, or UNAVAILABLE (nobody answers), DEADLINE_EXCEEDED (no answer in time); both retryable.
   */
  async ask<Ask, Answer>(question: Question<Ask, Answer>, body: Ask, options: AskOptions = {}): Promise<Answer> {
    return (await this.exchange(question, body, options)).body;
  }

  /** As `ask`, with the bytes that came beside the answer. */
  async exchange<Ask, Answer>(question: Question<Ask, Answer>, body: Ask, options: AskOptions = {}): Promise<Exchanged<Answer>> {
    const call = callFor(question, options);
    return inSpan(`ask ${question.subject}`, { kind: SpanKind.CLIENT }, async () => {
      const depot = question.confidential ? NO_DEPOT : this.parts.depot;
      const asked = { body, attachment: options.attachment, dense: options.dense ?? false, call, depot };
      return this.open<Answer>(await this.request(question.subject, asked), depot);
    });
  }

  /** Resolves once the stream has stored the fact. `id` de-duplicates; `key` is the last token of a keyed fact. */
  async publish<Body>(fact: Fact<Body>, body: Body, { id, key }: { readonly id: string; readonly key?: string }): Promise<void> {
    await this.store(subjectOf(fact, key), body, { id, call: findCall(), budgetMs: PUBLISH_BUDGET_MS });
  }

  /**
   * Stores a fact as `publish` does and waits for what its consumer says of it.
   * @throws AppError the consumer's own; UNAVAILABLE, DEADLINE_EXCEEDED (both retryable) when it could not be stored
   */
  async report<Body, Answer>(fact: Report<Body, Answer>, body: Body, { id, waitMs }: ReportOptions): Promise<Reported<Answer>> {
    const call = findCall();
    const budgetMs = call === undefined ? PUBLISH_BUDGET_MS : Math.min(PUBLISH_BUDGET_MS, call.deadline - Date.now());
    const place = this.answers.open();
    try {
      if (await this.store(fact.subject, body, { id, call, budgetMs, inbox: place.subject })) return { known: true, answer: undefined };
      const message = await this.heard(place.message, waitMs);
      return { known: false, answer: message === undefined ? undefined : (await this.open<Answer>(message, this.parts.depot)).body };
    } finally {
      place.close();
    }
  }

  /** Follows a fact for as long as the process lives, through restarts of the bus, without missing one. */
  watch<Body>(fact: Fact<Body>, start: WatchStart, handler: WatchHandler<Body>): Promise<Watch> {
    return followFact({ ...this.parts, jetstream: this.jetstream, fact, start, handler: handler as WatchHandler<unknown> });
  }

  /** Whether the stream had it already, from somebody else than this call. */
  private async store(subject: string, body: unknown, { id, call: given, budgetMs, inbox }: Storing): Promise<boolean> {
    const call = given ?? serviceCall(budgetMs);
    const { payload, marks } = await packFrame({ json: encoder.encode(JSON.stringify(body)), attachment: undefined }, this.parts.depot);
    return inSpan(`publish ${subject}`, { kind: SpanKind.PRODUCER }, async () => {
      const headers = requestHeaders(call, marks);
      if (inbox !== undefined) answerTo(headers, inbox);
      const giveUpAt = Date.now() + budgetMs;
      for (let again = false; ; again = true) {
        try {
          const { duplicate } = await this.jetstream.publish(subject, payload, { msgID: id, headers, timeout: PUBLISH_ATTEMPT_MS });
          return duplicate && !again;
        } catch (error) {
          if (Date.now() >= giveUpAt) throw toBusError(error, subject, budgetMs);
          await new Promise((resolve) => setTimeout(resolve, PUBLISH_PAUSE_MS));
        }
      }
    });
  }

  /** undefined when the time is over, or the connection over which the answer would have come. */
  private async heard(message: Promise<Msg>, waitMs: number): Promise<Msg | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), waitMs)));
    try {
      return await this.parts.connectivity.guard(Promise.race([message, late])).catch(() => undefined);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @throws AppError the error it holds */
  private async open<Answer>(message: Msg, depot: BlobDepot): Promise<Exchanged<Answer>> {
    const parcel = await unpackFrame({ payload: message.data, marks: readMarks(message.headers) }, depot);
    const answer: unknown = JSON.parse(decoder.decode(parcel.json));
    if (isError(message.headers)) throw AppError.fromBody(answer as ErrorBody);
    return { body: answer as Answer, attachment: parcel.attachment };
  }

  private async request(subject: string, ask: Asked): Promise<Msg> {
    const { attachment, dense, depot } = ask;
    const { payload, marks } = await packFrame({ json: encoder.encode(JSON.stringify(ask.body)), attachment, dense }, depot);
    const { connection, connectivity } = this.parts;
    // Packing a large body has taken its share of the caller's time.
    const timeLeft = (): number => Math.max(SHORTEST_WAIT_MS, ask.call.deadline - Date.now());
    const waitMs = timeLeft();
    try {
      await connectivity.ready(Math.min(waitMs, RECONNECT_PATIENCE_MS));
      return await connectivity.guard(connection.request(subject, payload, { timeout: timeLeft(), headers: requestHeaders(ask.call, marks) }));
    } catch (error) {
      throw toBusError(error, subject, waitMs);
    }
  }
}

const subjectOf = (fact: Fact<never>, key: string | undefined): string => {
  if (!fact.keyed) return fact.subject;
  if (key === undefined || !/^[\w-]+$/.test(key)) throw new Error(`${fact.subject} needs a key of letters, digits, - and _`);
  return `${fact.subject}.${key}`;
};

/** The deadline of a question is the nearer of the caller's and its own. */
const callFor = (question: Question<never, unknown>, options: AskOptions): CallContext => {
  const own = Date.now() + (options.timeoutMs ?? question.timeoutMs);
  const call = findCall();
  return call === undefined ? { ...serviceCall(0), deadline: own } : { ...call, deadline: Math.min(call.deadline, own) };
};

/** Work that nobody asked for: a timer, a start. */
const serviceCall = (patienceMs: number): CallContext => ({ requestId: uuid(), tenant: null, scope: 'service', deadline: Date.now() + patienceMs });
