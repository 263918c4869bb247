import { DeliverPolicy, type Consumer, type ConsumerMessages, type JetStreamClient, type JsMsg, type OrderedConsumerOptions } from '@nats-io/jetstream';
import type { Fact } from '@ml/contracts/wire';
import type { Logger } from '../logger';
import { unpackFrame, type BlobDepot } from './frame';
import { readMarks } from './message-headers';

export interface WatchPosition {
  /** Sequence in the stream: grows, has gaps. */
  readonly sequence: number;
  readonly subject: string;
  readonly time: Date;
}

export type WatchHandler<Body> = (body: Body, at: WatchPosition) => void | Promise<void>;

export interface WatchStart {
  /** `newest`: only what comes from now on. `latest-per-key`: the newest of each key, then what comes. A number: all after that sequence. */
  readonly from: 'newest' | 'latest-per-key' | number;
}

export interface Watch {
  /** Settles once everything was handled that was there when it began; not while the bus is away. */
  readonly caughtUp: Promise<void>;
  stop(): Promise<void>;
}

interface WatchParts {
  readonly jetstream: JetStreamClient;
  readonly depot: BlobDepot;
  readonly logger: Logger;
  readonly fact: Fact<never>;
  readonly start: WatchStart;
  readonly handler: WatchHandler<unknown>;
}

const RETRY_MS = 500;
const decoder = new TextDecoder();

export const followFact = (parts: WatchParts): Promise<Watch> => {
  const watch = new FactWatch(parts);
  watch.begin();
  return Promise.resolve(watch);
};

/** An ordered consumer that is opened anew, after the last sequence seen, whenever it ends. */
class FactWatch implements Watch {
  readonly caughtUp: Promise<void>;
  private settle: () => void = () => undefined;
  private stopped = false;
  private seen: number | undefined;
  private messages: ConsumerMessages | undefined;
  private done: Promise<void> = Promise.resolve();

  constructor(private readonly parts: WatchParts) {
    this.caughtUp = new Promise((resolve) => (this.settle = resolve));
  }

  begin(): void {
    this.done = this.follow();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.messages?.close();
    await this.done;
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.consume(await this.open());
      } catch (error) {
        if (!this.stopped) this.parts.logger.debug({ subject: this.parts.fact.subject, error: String(error) }, 'a watch is opened anew');
      }
      if (!this.stopped) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  private async open(): Promise<Consumer> {
    const { jetstream, fact, start } = this.parts;
    if (start.from !== 'latest-per-key') this.seen = await this.startAfter(start.from);
    return jetstream.consumers.get(fact.stream, this.position());
  }

  /**
   * Always a sequence: a consumer that starts at the newest and has seen nothing yet begins at the very first message when it is made anew.
   * Never beyond the end: a stream that was made anew counts from the beginning, and whoever waits for a high number would hear nothing.
   */
  private async startAfter(from: 'newest' | number): Promise<number> {
    const last = await this.lastSequence();
    return Math.min(this.seen ?? (from === 'newest' ? last : from), last);
  }

  private async lastSequence(): Promise<number> {
    const manager = await this.parts.jetstream.jetstreamManager();
    return (await manager.streams.info(this.parts.fact.stream)).state.last_seq;
  }

  private async consume(consumer: Consumer): Promise<void> {
    this.messages = await consumer.consume();
    if ((await consumer.info(true)).num_pending === 0) this.settle();
    // Stopped while it was opened: nobody else would close it.
    if (this.stopped) this.messages.stop();
    for await (const message of this.messages) {
      if (this.stopped) return;
      await this.handle(message);
      this.seen = message.seq;
      if (message.info.pending === 0) this.settle();
    }
  }

  private async handle(message: JsMsg): Promise<void> {
    const { depot, handler, logger } = this.parts;
    try {
      const parcel = await unpackFrame({ payload: message.data, marks: readMarks(message.headers) }, depot);
      await handler(JSON.parse(decoder.decode(parcel.json)), { sequence: message.seq, subject: message.subject, time: new Date(message.info.timestampNanos / 1e6) });
    } catch (error) {
      logger.error({ subject: message.subject, sequence: message.seq, error: String(error) }, 'a watched fact could not be handled');
    }
  }

  private position(): Partial<OrderedConsumerOptions> {
    const { fact, start } = this.parts;
    const filter = { filter_subjects: fact.keyed ? `${fact.subject}.*` : fact.subject };
    if (start.from === 'latest-per-key') return { ...filter, deliver_policy: DeliverPolicy.LastPerSubject };
    return { ...filter, deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: (this.seen ?? 0) + 1 };
  }
}
