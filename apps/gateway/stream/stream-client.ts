import type { WebSocket } from 'ws';
import type { StreamTopic } from '@ml/contracts/dto/stream-dto';
import type { Identity } from '../keys/identity';
import { advance, writeCursor, type Cursor } from './cursor';
import type { Happening } from './happening';

/** Close codes of ours (RFC 6455 leaves 4000-4999 to applications). */
export const CLOSE = { unauthenticated: 4401, refused: 4400, tooSlow: 4408, stopping: 1001 } as const;

/** Bytes that may wait for one client. */
const MOST_WAITING = 1024 * 1024;
/** A client that does not even read the close frame. */
const CLOSE_PATIENCE_MS = 5_000;

interface Subscription {
  readonly identity: Identity;
  readonly topics: ReadonlySet<StreamTopic>;
  readonly from: Cursor;
}

/** One connection: what it may hear, where it stands, and whether it keeps up. */
export class StreamClient {
  private cursor: Cursor;

  constructor(
    private readonly socket: WebSocket,
    private readonly subscription: Subscription,
  ) {
    this.cursor = subscription.from;
  }

  offer(happening: Happening): void {
    this.cursor = advance(this.cursor, happening.source, happening.sequence);
    const { topic, at } = happening;
    const { identity, topics } = this.subscription;
    if (!topics.has(topic) || this.socket.readyState !== this.socket.OPEN) return;
    const data = happening.toldTo(identity.tenant);
    if (data === undefined) return;
    if (this.socket.bufferedAmount > MOST_WAITING) return closeSocket(this.socket, CLOSE.tooSlow, 'TOO_SLOW');
    this.socket.send(JSON.stringify({ id: writeCursor(this.cursor), topic, at, data }));
  }
}

export const closeSocket = (socket: WebSocket, code: number, reason: string): void => {
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), CLOSE_PATIENCE_MS).unref();
};
