import { jetstream, jetstreamManager, type JetStreamManager, type StoredMsg, type StreamAPI } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { AppError } from '@ml/contracts/app-error';
import type { Fact } from '@ml/contracts/wire';

/** A message that a consumer gave up on, found by the server's own advisory. */
export interface DeadLetter {
  /** Sequence of the advisory. */
  readonly id: number;
  readonly stream: string;
  readonly consumer: string;
  readonly stream_sequence: number;
  readonly deliveries: number;
  readonly reason: string;
  readonly at: string;
  /** null when the message itself has gone or cannot be read. */
  readonly subject: string | null;
}

interface Advisory {
  readonly stream: string;
  readonly consumer: string;
  readonly stream_seq: number;
  readonly deliveries: number;
  readonly reason?: string;
  readonly timestamp: string;
}

interface PageOf {
  readonly limit: number;
  readonly offset: number;
}

const STREAM = 'DEAD_LETTERS';

/** Lists what failed for good and sends it through once more. @throws AppError UNAVAILABLE while the bus is down */
export class DeadLetters {
  private manager: JetStreamManager | undefined;

  constructor(private readonly connection: NatsConnection) {}

  /** How many are kept. @throws AppError UNAVAILABLE */
  count(): Promise<number> {
    return reachable(async () => (await (await this.streams()).info(STREAM)).state.messages);
  }

  /** Newest first. */
  list({ limit, offset }: PageOf): Promise<{ readonly rows: readonly DeadLetter[]; readonly total: number }> {
    return reachable(async () => {
      const { state } = await (await this.streams()).info(STREAM);
      const total = state.messages;
      const last = total - offset;
      if (last <= 0) return { rows: [], total };
      const first = Math.max(1, last - limit + 1);
      const advisories = await this.read(state.first_seq + first - 1, last - first + 1);
      const rows = await Promise.all(advisories.map(({ id, advisory }) => this.describe(id, advisory)));
      return { rows: rows.reverse(), total };
    });
  }

  /** Publishes the message again under its subject; consumers are idempotent. @throws AppError NOT_FOUND */
  replay(id: number): Promise<DeadLetter> {
    return reachable(async () => {
      const stored = await this.message(STREAM, id);
      if (stored === null) throw new AppError('NOT_FOUND', 'there is no dead letter of this id: they are kept for 30 days', { path: 'id' });
      const advisory = stored.json<Advisory>();
      const message = await this.message(advisory.stream, advisory.stream_seq);
      if (message === null) throw new AppError('NOT_FOUND', 'the message of this dead letter has left its stream', { path: 'id' });
      await jetstream(this.connection).publish(message.subject, message.data, { headers: message.header, msgID: `replay-${id}-${Date.now()}` });
      return this.describe(id, advisory);
    });
  }

  /**
   * Deletes every message of a fact that is still in its stream, given up or waiting, and is not to be kept; its bytes are overwritten. Advisories of it stay: they name nobody.
   * @returns how many
   */
  forget<Body>(fact: Fact<Body>, keeps: (bodies: readonly Body[]) => Promise<readonly boolean[]>): Promise<number> {
    return reachable(async () => {
      const held: { readonly seq: number; readonly body: Body }[] = [];
      for (let seq = 1; ; ) {
        const next = { seq, next_by_subj: fact.subject };
        const message = await (await this.streams()).getMessage(fact.stream, next);
        if (message === null) break;
        held.push({ seq: message.seq, body: message.json<Body>() });
        seq = message.seq + 1;
      }
      const kept = await keeps(held.map(({ body }) => body));
      const gone = held.filter((_, index) => kept[index] !== true);
      let deleted = 0;
      for (const { seq } of gone) deleted += Number(await this.erase(fact.stream, seq));
      return deleted;
    });
  }

  /** False: it had left the stream, as what a consumer has just done with does. */
  private async erase(stream: string, seq: number): Promise<boolean> {
    try {
      return await (await this.streams()).deleteMessage(stream, seq, true);
    } catch (error) {
      if ((await this.message(stream, seq)) !== null) throw error;
      return false;
    }
  }

  /** Only the oldest advisories age away, so the sequences of those that are left have no gap. */
  private async read(fromSequence: number, count: number): Promise<{ id: number; advisory: Advisory }[]> {
    const sequences = Array.from({ length: count }, (_, index) => fromSequence + index);
    const stored = await Promise.all(sequences.map((sequence) => this.message(STREAM, sequence)));
    return stored.filter((message) => message !== null).map((message) => ({ id: message.seq, advisory: message.json<Advisory>() }));
  }

  private async describe(id: number, advisory: Advisory): Promise<DeadLetter> {
    const message = await this.message(advisory.stream, advisory.stream_seq).catch(() => null);
    return {
      id,
      stream: advisory.stream,
      consumer: advisory.consumer,
      stream_sequence: advisory.stream_seq,
      deliveries: advisory.deliveries,
      reason: advisory.reason ?? 'too many deliveries',
      at: advisory.timestamp,
      subject: message?.subject ?? null,
    };
  }

  /** null: it has left the stream. */
  private async message(stream: string, seq: number): Promise<StoredMsg | null> {
    return (await this.streams()).getMessage(stream, { seq });
  }

  private async streams(): Promise<StreamAPI> {
    this.manager ??= await jetstreamManager(this.connection);
    return this.manager.streams;
  }
}

const reachable = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError('UNAVAILABLE', 'the stream of dead letters cannot be reached', { cause });
  }
};
