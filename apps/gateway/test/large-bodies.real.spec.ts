import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { post, posted, request, SPOT } from './requests';
import { answerTo, decisions, DecisionsStandIn, PLATFORM_KEY, runningGateway, standIn } from './running-gateway';

const servers = await realServers();
await standIn(servers, 'decisions', DecisionsStandIn);
const gateway = await runningGateway(servers);

const MIB = 1024 * 1024;
const PIECE = Buffer.alloc(MIB, 0x20);
const MOST_RSS = 300 * MIB;

/** A megabyte at a time, so that the sender itself needs no memory. */
function* megabytes(count: number): Generator<Buffer> {
  yield Buffer.from('{"cluster_id":"c","current_state":{"x":[');
  for (let sent = 0; sent < count; sent += 1) yield PIECE;
  yield Buffer.from(']}}');
}

/** How much the process grew at most while `work` ran. */
const growth = async <T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly bytes: number }> => {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  try {
    return { result: await work(), bytes: Math.max(most, process.memoryUsage.rss()) - before };
  } finally {
    clearInterval(timer);
  }
};

interface RawAnswer {
  readonly status: number;
  readonly code: unknown;
  readonly sentWhenAnswered: number;
}

/** Announces `length` bytes and sends them until it is answered. */
const sendAnnounced = (length: number, key: string): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    let sent = 0;
    const headers = { 'content-type': 'application/json', 'content-length': length, 'x-api-key': key };
    const outgoing = httpRequest(`${gateway.url}${SPOT}`, { method: 'POST', headers }, (incoming) => {
      const sentWhenAnswered = sent;
      buffer(incoming).then((bytes) => {
        outgoing.destroy();
        resolve({ status: incoming.statusCode ?? 0, code: (JSON.parse(bytes.toString()) as { code: unknown }).code, sentWhenAnswered });
      }, reject);
    });
    outgoing.on('error', () => undefined);
    const write = (): void => {
      while (sent < length && !outgoing.destroyed) {
        sent += MIB;
        if (!outgoing.write(PIECE)) return void outgoing.once('drain', write);
      }
    };
    write();
  });

describe('a body that is too large', () => {
  it('is refused by its announced length, before it has been sent', async () => {
    const { result, bytes } = await growth(() => sendAnnounced(200 * MIB, PLATFORM_KEY));
    expect([result.status, result.code]).toEqual([413, 'BODY_TOO_LARGE']);
    expect(result.sentWhenAnswered).toBeLessThan(200 * MIB);
    expect(bytes).toBeLessThan(MOST_RSS);
  });

  it('is not even looked at when the key is wrong', async () => {
    const { result, bytes } = await growth(() => sendAnnounced(60 * MIB, 'a-key-that-nobody-knows'));
    expect([result.status, result.code]).toEqual([401, 'INVALID_KEY']);
    expect(bytes).toBeLessThan(60 * MIB);
  });

  it('is cut at 64 MB when it comes in chunks', async () => {
    const stream = Readable.toWeb(Readable.from(megabytes(200))) as unknown as ReadableStream;
    const { result, bytes } = await growth(() => request(gateway, SPOT, { method: 'POST', headers: { 'content-type': 'application/json' }, body: stream }));
    expect(result.body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    expect(bytes).toBeLessThan(MOST_RSS);
  });

  it('is cut at 256 MB while it is inflated, whatever little was sent', async () => {
    const bomb = await buffer(Readable.from(megabytes(300)).pipe(createGzip({ level: 1 })));
    expect(bomb.length).toBeLessThan(2 * MIB);
    const { result, bytes } = await growth(() => request(gateway, SPOT, posted(bomb, { headers: { 'content-encoding': 'gzip' } })));
    expect(result.body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    expect(bytes).toBeLessThan(MOST_RSS);
  });
});

describe('large bodies', () => {
  const large = { cluster_id: 'c', current_state: { filler: 'x'.repeat(6 * MIB) } };

  it('are passed on whole', async () => {
    decisions.asked.length = 0;
    const { status, body } = await post(gateway, SPOT, large);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(decisions.asked[0]?.bytes).toBe(JSON.stringify(large.current_state).length);
  });

  it('are passed on whole when they came compressed', async () => {
    decisions.asked.length = 0;
    const { status } = await request(gateway, SPOT, posted(gzipSync(JSON.stringify(large)), { headers: { 'content-encoding': 'gzip' } }));
    expect(status).toBe(200);
    expect(decisions.asked[0]?.bytes).toBe(JSON.stringify(large.current_state).length);
  });

  it('wait for nobody: two at once are served, a third is told to come again, small ones pass', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    decisions.asked.length = 0;
    decisions.behave = async (ask) => {
      if (ask.envelope.cluster_id === 'c') await released;
      return answerTo(ask);
    };
    const first = [post(gateway, SPOT, large), post(gateway, SPOT, large)];
    await expect.poll(() => decisions.asked.length, { timeout: 20_000 }).toBe(2);
    const third = await post(gateway, SPOT, large);
    expect(third.body).toMatchObject({ status: 503, code: 'BUSY', retryable: true });
    expect((await post(gateway, SPOT, { cluster_id: 'small', current_state: {} })).status).toBe(200);
    release();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await post(gateway, SPOT, large)).status).toBe(200);
  });
});
