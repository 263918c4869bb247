import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { WebSocketServer, type WebSocket } from 'ws';
import { AppError } from '@ml/contracts/app-error';
import { STREAM_TOPICS, StreamQueryDto, type StreamTopic } from '@ml/contracts/dto/stream-dto';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { errorOf } from '../http/problem';
import { requestIdFrom } from '../http/request-id';
import type { Identity } from '../keys/identity';
import { keyFromHeaders } from '../keys/key-from-headers';
import { readTexts } from '../validation/read-texts';
import { readCursor, type Cursor } from './cursor';
import { Feed } from './feed';
import { keyFromFirstMessage } from './first-message';
import { keepAlive } from './heartbeat';
import { refuseUpgrade } from './refuse-upgrade';
import { CLOSE, closeSocket, StreamClient } from './stream-client';
import { StreamDoor } from './stream-door';

/** Clients send one small message at most. */
const LONGEST_MESSAGE = 4096;
const ANY_HOST = 'http://gateway';
const STREAM = '/api/v1/ml/stream';
/** Prefixed with the topics that the path itself stands for. */
const PATHS: Readonly<Record<string, readonly StreamTopic[] | undefined>> = { [STREAM]: STREAM_TOPICS, '/api/v1/ml/predictions/live': ['predictions'] };

interface Wanted {
  readonly topics: ReadonlySet<StreamTopic>;
  readonly since: Cursor | undefined;
  readonly key: string | undefined;
  readonly address: string;
}

/** Live topics over WebSocket. */
@Injectable()
export class StreamServer implements BeforeApplicationShutdown {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE, perMessageDeflate: false });

  constructor(
    @Inject(Feed) private readonly feed: Feed,
    @Inject(StreamDoor) private readonly door: StreamDoor,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      this.upgrade(request, socket, head).catch((thrown: unknown) => {
        const error = errorOf(thrown);
        if (error.code === 'INTERNAL') this.logger.error({ err: thrown }, 'a stream could not be opened');
        refuseUpgrade(socket, error, requestIdFrom(request.headers['x-request-id']));
      });
    });
  }

  beforeApplicationShutdown(): void {
    for (const socket of this.sockets.clients) closeSocket(socket, CLOSE.stopping, 'STOPPING');
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const wanted = readWanted(request);
    this.door.makeRoom(this.sockets.clients.size);
    const known = wanted.key === undefined ? undefined : await this.door.identify(wanted.key, wanted.address);
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      this.serve(client, wanted, known).catch((thrown: unknown) => closeSocket(client, CLOSE.unauthenticated, errorOf(thrown).code));
    });
  }

  private async serve(socket: WebSocket, wanted: Wanted, known: Identity | undefined): Promise<void> {
    const key = wanted.key ?? (await keyFromFirstMessage(socket));
    const identity = known ?? (await this.door.identify(key, wanted.address));
    if (socket.readyState !== socket.OPEN) return;
    const { topics, since } = wanted;
    const client = new StreamClient(socket, { identity, topics, from: since ?? this.feed.now });
    const listener = client.offer.bind(client);
    const stop = since === undefined ? this.feed.listen(listener) : await this.feed.follow(since, listener, topics);
    // It may have gone while the feed was opened.
    if (socket.readyState !== socket.OPEN) return stop();
    socket.on('close', () => void stop());
    keepAlive(socket, () => this.door.isGood(key), () => closeSocket(socket, CLOSE.unauthenticated, 'INVALID_KEY'));
  }
}

const readWanted = (request: IncomingMessage): Wanted => {
  const url = new URL(request.url ?? '/', ANY_HOST);
  const allowed = PATHS[url.pathname];
  if (allowed === undefined) throw new AppError('NOT_FOUND', `there is no stream here; ${STREAM} is one`);
  const { topics = allowed, since } = readTexts(StreamQueryDto, Object.fromEntries(url.searchParams), 'query');
  return {
    topics: new Set(topics.filter((topic) => allowed.includes(topic))),
    since: since === undefined ? undefined : readCursor(since),
    key: keyFromHeaders(request.headers),
    address: request.socket.remoteAddress ?? 'unknown',
  };
};
