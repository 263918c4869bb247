import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { SpanKind } from '@opentelemetry/api';
import { v7 as uuid } from 'uuid';
import { runInCall, type CallContext } from '../call-context';
import { toAppError } from '../to-app-error';
import { inSpan } from '../tracing/spans';
import { unpackFrame } from './frame';
import type { BusContext, HandlerExtras } from './handlers';
import { readAnswerTo, readCall, readMarks, readTrace } from './message-headers';
import { tellOutcome } from './tell-outcome';
import type { QuestionHandler, ServerParts } from './question-server';

type FactExtras = Extract<HandlerExtras, { kind: 'fact' }>;

const RETRY_MS = 500;
const FIRST_REDELIVERY_MS = 250;
const LONGEST_REDELIVERY_MS = 30_000;
const HEARTBEATS_PER_ACK_WAIT = 3;
/** Some come back through another replica and are forgotten here with all the others. */
const MOST_HOPELESS = 1_000;
const decoder = new TextDecoder();

/** One durable pull consumer: explicit acknowledgement, heartbeats while work runs, bounded redelivery. */
export class FactConsumer {
  private stopped = false;
  private messages: ConsumerMessages | undefined;
  private loop: Promise<void> = Promise.resolve();
  private readonly running = new Set<Promise<void>>();
  /** Called whenever one is done. */
  private freed = (): void => undefined;
  /** Sequences of messages that failed for good and come once more. */
  private readonly hopeless = new Set<number>();
  private readonly abort = new AbortController();
  private readonly handled;

  constructor(
    private readonly parts: ServerParts,
    private readonly extras: FactExtras,
    private readonly handler: QuestionHandler,
  ) {
    this.handled = parts.metrics.counter({ name: 'ml_facts_handled_total', help: 'Facts handled by outcome', labels: ['subject', 'outcome'] });
  }

  begin(): void {
    this.loop = this.run();
  }

  /** Takes no more; what is being handled is finished and acknowledged. */
  async drain(): Promise<void> {
    this.stopped = true;
    this.abort.abort();
    await this.messages?.close();
    await this.loop;
    await Promise.all(this.running);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.consume();
      } catch (error) {
        if (!this.stopped) this.parts.logger.warn({ subject: this.extras.fact.subject, error: String(error) }, 'a consumer is opened anew');
      }
      if (!this.stopped) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  private async consume(): Promise<void> {
    const { fact, concurrency } = this.extras;
    const durable = await this.ensureDurable();
    const consumer = await jetstream(this.parts.connection).consumers.get(fact.stream, durable);
    this.messages = await consumer.consume({ max_messages: concurrency });
    // Drained while it was opened: nobody else would close it.
    if (this.stopped) this.messages.stop();
    for await (const message of this.messages) {
      const work = this.take(message);
      this.running.add(work);
      void work.finally(() => {
        this.running.delete(work);
        this.freed();
      });
      if (this.running.size >= concurrency) await new Promise<void>((resolve) => (this.freed = resolve));
    }
  }

  private async ensureDurable(): Promise<string> {
    const { fact, durable, ackWaitMs, maxDeliver, concurrency } = this.extras;
    const name = `${this.parts.owner}-${durable}`;
    const manager = await jetstreamManager(this.parts.connection);
    await manager.consumers.add(fact.stream, {
      durable_name: name,
      filter_subject: fact.keyed ? `${fact.subject}.*` : fact.subject,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ackWaitMs),
      max_deliver: maxDeliver,
      max_ack_pending: Math.max(256, concurrency * 4),
    });
    return name;
  }

  private async take(message: JsMsg): Promise<void> {
    if (this.hopeless.has(message.seq)) return this.giveUp(message);
    const heartbeat = setInterval(() => message.working(), this.extras.ackWaitMs / HEARTBEATS_PER_ACK_WAIT);
    try {
      await this.tell(message, await this.handle(message));
      message.ack();
      this.handled.inc({ subject: this.extras.fact.subject, outcome: 'ok' });
    } catch (error) {
      this.refuse(message, error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async handle(message: JsMsg): Promise<unknown> {
    const call: CallContext = { ...(readCall(message.headers) ?? { tenant: null, requestId: uuid() }), scope: 'service', deadline: Number.MAX_SAFE_INTEGER };
    const parcel = await unpackFrame({ payload: message.data, marks: readMarks(message.headers) }, this.parts.depot);
    const context: BusContext = { call, attachment: parcel.attachment, signal: this.abort.signal };
    return runInCall(call, () =>
      inSpan(`consume ${message.subject}`, { kind: SpanKind.CONSUMER, parent: readTrace(message.headers) }, () =>
        this.handler(JSON.parse(decoder.decode(parcel.json)), context),
      ),
    );
  }

  /** Whoever published the fact may be waiting for it; who is not told asks again. */
  private async tell(message: JsMsg, outcome: unknown): Promise<void> {
    const inbox = readAnswerTo(message.headers);
    if (inbox === undefined || outcome === undefined) return;
    await tellOutcome(this.parts, { inbox, outcome }).catch((error: unknown) => this.parts.logger.warn({ subject: message.subject, error: String(error) }, 'an answer was lost'));
  }

  /** What can never succeed is given up and becomes a dead letter; the rest comes back, later each time. */
  private refuse(message: JsMsg, error: unknown): void {
    const failure = toAppError(error);
    const final = failure.code !== 'INTERNAL' && !failure.retryable;
    const { subject } = this.extras.fact;
    this.parts.logger.error({ subject, sequence: message.seq, delivery: message.info.deliveryCount, final, err: error }, 'a fact could not be handled');
    this.handled.inc({ subject, outcome: final ? 'ended' : 'again' });
    if (final) {
      void this.tell(message, failure);
      this.giveUp(message);
    } else message.nak(Math.min(LONGEST_REDELIVERY_MS, FIRST_REDELIVERY_MS * 2 ** message.info.deliveryCount));
  }

  /**
   * Uses up the remaining deliveries without handling any of them. Terminating would be shorter, but it removes the message from a stream
   * of work, and then nobody could look at the dead letter or send it through again.
   */
  private giveUp(message: JsMsg): void {
    if (this.hopeless.size > MOST_HOPELESS) this.hopeless.clear();
    if (message.info.deliveryCount < this.extras.maxDeliver) this.hopeless.add(message.seq);
    else this.hopeless.delete(message.seq);
    message.nak();
  }
}
