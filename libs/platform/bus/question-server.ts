import { setTimeout } from 'node:timers/promises';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { SpanKind } from '@opentelemetry/api';
import { AppError } from '@ml/contracts/app-error';
import { runInCall, type CallContext } from '../call-context';
import type { Logger } from '../logger';
import type { Metrics } from '../metrics';
import { toAppError } from '../to-app-error';
import { inSpan } from '../tracing/spans';
import { unquoted } from '../unquoted';
import { packFrame, unpackFrame, type BlobDepot } from './frame';
import { NO_DEPOT } from './no-depot';
import { isAttached, type BusContext } from './handlers';
import type { Attachment } from './packed';
import { errorHeaders, readCall, readMarks, readTrace, replyHeaders } from './message-headers';

export type QuestionHandler = (body: unknown, context: BusContext) => Promise<unknown>;

export interface ServerParts {
  readonly connection: NatsConnection;
  readonly depot: BlobDepot;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly owner: string;
}

/** A subject and how what arrives there is treated. */
interface Served {
  readonly subject: string;
  readonly confidential: boolean;
}

interface Serving extends Served {
  readonly handler: QuestionHandler;
  readonly depot: BlobDepot;
}

/** Questions answered at once by one replica; more are refused with BUSY, which a caller may retry. */
const MAX_IN_FLIGHT = 512;
const NO_DEADLINE_MS = 60_000;
const PATIENCE_MS = 2_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Answers questions of one service: a queue group, so each is answered by one replica. */
export class QuestionServer {
  private readonly subscriptions: Subscription[] = [];
  private readonly running = new Set<Promise<void>>();
  private readonly latency;

  constructor(private readonly parts: ServerParts) {
    this.latency = parts.metrics.histogram({
      name: 'ml_bus_request_duration_seconds',
      help: 'Time to answer a question of the bus',
      labels: ['subject', 'outcome'],
    });
  }

  serve(served: Served, handler: QuestionHandler): void {
    const { subject } = served;
    const serving = { handler, ...served, depot: served.confidential ? NO_DEPOT : this.parts.depot };
    const callback = (error: Error | null, message: Msg): void => {
      if (error !== null) return void this.parts.logger.error({ subject, error: error.message }, 'the subscription reports an error');
      const work = this.answer(message, serving).catch((failure: unknown) => this.parts.logger.error({ subject, error: String(failure) }, 'an answer was lost'));
      this.running.add(work);
      void work.finally(() => this.running.delete(work));
    };
    this.subscriptions.push(this.parts.connection.subscribe(subject, { queue: this.parts.owner, callback }));
  }

  /** When the server knows of the subscriptions: who is told earlier that this service is ready may be told by the server that nobody answers. */
  async known(): Promise<void> {
    const patience = setTimeout(PATIENCE_MS, undefined, { ref: false });
    // While the server is away it cannot know them; it is told once it is back.
    await Promise.race([this.parts.connection.flush().catch(() => undefined), patience]);
  }

  /** No new questions; those running are answered. */
  async drain(): Promise<void> {
    await Promise.all(this.subscriptions.filter((subscription) => !subscription.isClosed()).map((subscription) => subscription.drain()));
    await Promise.all(this.running);
  }

  private async answer(message: Msg, serving: Serving): Promise<void> {
    const startedAt = performance.now();
    const call = readCall(message.headers) ?? anonymousCall();
    const outcome = await runInCall(call, () =>
      inSpan(`answer ${message.subject}`, { kind: SpanKind.SERVER, parent: readTrace(message.headers) }, () => this.respond(message, call, serving)),
    );
    this.latency.observe({ subject: message.subject, outcome }, (performance.now() - startedAt) / 1000);
  }

  private async respond(message: Msg, call: CallContext, serving: Serving): Promise<string> {
    try {
      const result = await this.handle(message, call, serving);
      const { payload, marks } = await packFrame(toParcel(result), serving.depot);
      const replied = replyHeaders(marks);
      message.respond(payload, replied === undefined ? {} : { headers: replied });
      return 'ok';
    } catch (error) {
      const failure = toAppError(error);
      if (failure.code === 'INTERNAL') this.parts.logger.error({ subject: message.subject, err: serving.confidential ? unquoted(error) : error }, 'a handler failed');
      message.respond(encoder.encode(JSON.stringify(failure.toBody())), { headers: errorHeaders() });
      return failure.code;
    }
  }

  private async handle(message: Msg, call: CallContext, { handler, depot }: Serving): Promise<unknown> {
    if (this.running.size >= MAX_IN_FLIGHT) throw new AppError('BUSY', `${this.parts.owner} is answering ${MAX_IN_FLIGHT} questions already`);
    const remainingMs = call.deadline - Date.now();
    if (remainingMs <= 0) throw new AppError('DEADLINE_EXCEEDED', 'the deadline had passed before the question arrived');
    const parcel = await unpackFrame({ payload: message.data, marks: readMarks(message.headers) }, depot);
    const body: unknown = parcel.json.byteLength === 0 ? undefined : JSON.parse(decoder.decode(parcel.json));
    return handler(body, new AnswerContext(call, parcel.attachment, remainingMs));
  }
}

/** The abort signal costs a timer: it is made when somebody asks for it. */
class AnswerContext implements BusContext {
  private made: AbortSignal | undefined;

  constructor(
    readonly call: CallContext,
    readonly attachment: Attachment | undefined,
    private readonly remainingMs: number,
  ) {}

  get signal(): AbortSignal {
    return (this.made ??= AbortSignal.timeout(Math.ceil(this.remainingMs)));
  }
}

const toParcel = (result: unknown): { json: Uint8Array; attachment: Attachment | undefined } => {
  const { answer, attachment } = isAttached(result) ? result : { answer: result, attachment: undefined };
  return { json: answer instanceof Uint8Array ? answer : encoder.encode(JSON.stringify(answer ?? null)), attachment };
};

const anonymousCall = (): CallContext => ({ requestId: 'none', tenant: null, scope: 'service', deadline: Date.now() + NO_DEADLINE_MS });
