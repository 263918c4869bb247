import path from 'node:path';
import { freePort } from '../infra/ports';
import { awaitAnswer } from './await-answer';
import { benchServers } from './bench-servers';
import { startChild, type Child } from './child';

export const MEASURED = ['gateway', 'decisions', 'bin-packing'] as const;
export type Measured = (typeof MEASURED)[number];

export interface RunningPart {
  readonly child: Child;
  readonly opsPort: number;
}

/** The services that one decision goes through, with servers of their own. */
export interface LargeFleet {
  readonly url: string;
  readonly key: string;
  readonly parts: Readonly<Record<Measured, RunningPart>>;
  stop(): Promise<void>;
}

const KEY = 'bench-platform-key-0000000000000000000000000000';

export const startLargeFleet = async (): Promise<LargeFleet> => {
  const servers = await benchServers();
  const started: RunningPart[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(({ child }) => child.stop()));
    await servers.stop();
  };
  const start = async (name: Measured, env: Readonly<Record<string, string>> = {}, url?: string): Promise<RunningPart> => {
    const opsPort = await freePort();
    const child = await startChild({
      file: path.join(process.cwd(), 'dist', `${name}.js`),
      env: { ...servers.envOf(name), ...env, OPS_PORT: String(opsPort) },
      ready: () => awaitAnswer(`${url ?? `http://127.0.0.1:${opsPort}`}/readyz`),
    });
    const part = { child, opsPort };
    started.push(part);
    return part;
  };
  try {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const engine = await start('bin-packing');
    const decisions = await start('decisions', { DECISION_CACHE_SECONDS: '0' });
    const gateway = await start('gateway', { ML_SERVER_HOST: '127.0.0.1', ML_SERVER_PORT: String(port), ML_BOOTSTRAP_PLATFORM_KEY: KEY }, url);
    return { url, key: KEY, parts: { gateway, decisions, 'bin-packing': engine }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
