import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

export interface Shot {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A body per request: request ids must differ. Of a GET what follows the address. */
  readonly body: (index: number) => string | Buffer;
  /** POST unless told. */
  readonly method?: 'GET';
}

export interface Salvo {
  readonly requests: number;
  readonly callers: number;
}

export interface LoadResult {
  /** Milliseconds per answered request. */
  readonly latencies: readonly number[];
  readonly seconds: number;
}

/** A bounded number of requests from a bounded number of callers, to loopback only. A refusal is cheap and would flatter every figure: it throws. */
export const fire = async (shot: Shot, { requests, callers }: Salvo): Promise<LoadResult> => {
  const target = new URL(shot.url);
  if (target.hostname !== '127.0.0.1') throw new Error('load goes to 127.0.0.1 only');
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const latencies: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const caller = async (): Promise<void> => {
    while (next < requests) {
      const body = shot.body(next++);
      const at = performance.now();
      const status = await (shot.method === 'GET' ? get : post)({ target, agent, headers: shot.headers, body });
      if (status < 200 || status >= 300) throw new Error(`${shot.url} answered with ${status}`);
      latencies.push(performance.now() - at);
    }
  };
  try {
    await Promise.all(Array.from({ length: callers }, caller));
  } finally {
    agent.destroy();
  }
  return { latencies, seconds: (performance.now() - startedAt) / 1000 };
};

interface Post {
  readonly target: URL;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const post = ({ target, agent, headers, body }: Post): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(target, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });

const get = ({ target, agent, headers, body }: Post): Promise<number> =>
  new Promise((resolve, reject) => {
    request(new URL(`${target.href}${body.toString()}`), { agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    })
      .once('error', reject)
      .end();
  });
