import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { answerCall } from './answer-call';
import { createFaultBoard } from './faults/fault-board';
import type { FaultBoard } from './faults/fault-board';
import { delayOf } from './faults/spoil';
import { createMarket } from './market/market';
import type { Market } from './market/market';
import { KNOWN_REGIONS } from './market/zones';
import { ObjectShelf } from './objects/object-shelf';
import { serveObjects } from './objects/serve-objects';
import { answerOwnRoute } from './own-routes';
import type { Controls } from './own-routes';
import { ADVISOR_PATH, operationOf, readBody, struckCall } from './read-call';
import type { Reply } from './wire/reply';

export interface EmulatorOptions {
  /** 0: any free one. */
  readonly port?: number;
  readonly host?: string;
  readonly seed?: string;
  readonly regions?: readonly string[];
  /** Of the object store; empty when it starts. */
  readonly buckets?: readonly string[];
  readonly now?: () => Date;
}

export interface Emulator {
  /** Endpoint for the SDK clients. */
  readonly url: string;
  readonly advisorUrl: string;
  readonly port: number;
  readonly faults: FaultBoard;
  /** Calls so far, by operation. */
  readonly requests: ReadonlyMap<string, number>;
  readonly objects: ObjectShelf;
  stop(): Promise<void>;
}

interface House extends Controls {
  readonly market: Market;
  readonly shelf: ObjectShelf;
  readonly now: () => Date;
}

interface Outcome {
  readonly reply: Reply;
  readonly cut: boolean;
}

const TOO_LARGE: Reply = { status: 413, headers: {}, body: '' };

async function outcomeOf(request: IncomingMessage, house: House): Promise<Outcome> {
  const body = await readBody(request);
  if (body === undefined) return { reply: TOO_LARGE, cut: false };
  const own = answerOwnRoute(request.method ?? 'GET', (request.url ?? '/').split('?')[0] ?? '/', { ...house, body });
  if (own !== undefined) return { reply: own, cut: false };
  const asked = operationOf(request, body);
  house.requests.set(asked.operation, (house.requests.get(asked.operation) ?? 0) + 1);
  const faults = house.faults.strike(struckCall(asked, request.headers.authorization, body));
  const delay = delayOf(faults);
  if (delay > 0) await wait(delay, undefined, { ref: false });
  const headers = { authorization: request.headers.authorization, 'if-none-match': request.headers['if-none-match'] };
  const reply = answerCall({ ...asked, requestId: randomUUID(), headers, body, now: house.now() }, house.market, faults);
  return { reply, cut: faults.some((fault) => fault.kind === 'truncate') };
}

/** A cut answer announces its whole length and breaks off in the middle, as a lost connection does. */
function send(response: ServerResponse, { reply, cut }: Outcome): void {
  const bytes = Buffer.from(reply.body);
  const length = reply.status === 204 || reply.status === 304 ? {} : { 'content-length': bytes.length };
  response.writeHead(reply.status, { server: 'aws-emulator', ...reply.headers, ...length });
  if (!cut) response.end(bytes);
  else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

async function serve(request: IncomingMessage, response: ServerResponse, house: House): Promise<void> {
  try {
    if (await serveObjects(request, response, house)) return;
    send(response, await outcomeOf(request, house));
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send(response, { reply: { status: 500, headers: { 'content-type': 'text/plain' }, body: message }, cut: false });
  }
}

/** @throws Error when a region is not in the catalogue or the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = '127.0.0.1', seed = 'emulator', regions = KNOWN_REGIONS, buckets = [], now = () => new Date() } = options;
  const unknown = regions.find((region) => !KNOWN_REGIONS.includes(region));
  if (unknown !== undefined) throw new Error(`no prices for the region ${unknown}: the catalogue holds ${KNOWN_REGIONS.join(', ')}`);
  const house: House = { market: createMarket(seed, regions), faults: createFaultBoard(seed), requests: new Map(), shelf: new ObjectShelf(buckets, now), now };
  const server = createServer((request, response) => void serve(request, response, house));
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const url = `http://${host}:${address.port}`;
  return {
    url,
    advisorUrl: url + ADVISOR_PATH,
    port: address.port,
    faults: house.faults,
    requests: house.requests,
    objects: house.shelf,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
