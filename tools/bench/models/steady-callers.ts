import { Agent, request } from 'node:http';

interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly callers: number;
  /** Between two requests of one caller. */
  readonly pauseMs: number;
}

export interface SteadyResult {
  readonly requests: number;
  readonly failed: number;
  /** What the first that failed was told. */
  readonly firstFailure: string | undefined;
  readonly latencies: readonly number[];
}

/** Callers who ask one request after the other until they are told to stop, and count what fails. To loopback only. */
export const steadyCallers = (target: Target): (() => Promise<SteadyResult>) => {
  const { hostname } = new URL(target.url);
  if (hostname !== '127.0.0.1') throw new Error('load goes to 127.0.0.1 only');
  const agent = new Agent({ keepAlive: true, maxSockets: target.callers });
  const latencies: number[] = [];
  let [failed, stopping] = [0, false];
  let firstFailure: string | undefined;
  const caller = async (): Promise<void> => {
    while (!stopping) {
      const at = performance.now();
      const failure = await ask(target, agent);
      latencies.push(performance.now() - at);
      if (failure !== undefined) failed += 1;
      firstFailure ??= failure;
      await new Promise((resolve) => setTimeout(resolve, target.pauseMs));
    }
  };
  const running = Promise.all(Array.from({ length: target.callers }, caller));
  return async () => {
    stopping = true;
    await running;
    agent.destroy();
    return { requests: latencies.length, failed, firstFailure, latencies };
  };
};

/** undefined when it was answered well. */
const ask = ({ url, headers, body }: Target, agent: Agent): Promise<string | undefined> =>
  new Promise((resolve) => {
    const sent = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': body.byteLength } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => resolve(response.statusCode === 200 ? undefined : `${String(response.statusCode)} ${text}`));
    });
    sent.once('error', (error) => resolve(error.message));
    sent.end(body);
  });
