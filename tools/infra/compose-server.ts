import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './ports';
import type { RunningServer } from './running-server';

export interface ComposeServer {
  /** `docker compose` or `docker-compose`. */
  readonly command: readonly string[];
  /** Folder of `docker-compose.yml`. */
  readonly root: string;
  /** Name in that file. */
  readonly service: string;
  /** Variable of that file that says at which port of this machine the service is found. */
  readonly portVariable: string;
  readonly env: Readonly<Record<string, string>>;
  url(port: number): string;
  ready(port: number): Promise<void>;
}

export type RunCommand = (file: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) => void;

/** Containers of different checkouts must not be taken for one another's. */
export const PROJECT = 'ml-server-local';
const PULL_TIMEOUT_MS = 600_000;
const READY_WITHIN_MS = 60_000;
const POLL_MS = 250;

const run: RunCommand = (file, args, options) => {
  execFileSync(file, [...args], { ...options, stdio: ['ignore', 'ignore', 'pipe'], timeout: PULL_TIMEOUT_MS });
};

const untilReady = async (server: ComposeServer, port: number): Promise<void> => {
  const end = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      return await server.ready(port);
    } catch (error) {
      if (Date.now() > end) throw new Error(`The container ${server.service} did not get ready within ${READY_WITHIN_MS / 1000} s`, { cause: error });
      await sleep(POLL_MS);
    }
  }
};

/** One server of `docker-compose.yml` in a container. */
export const startComposeServer = async (server: ComposeServer, runCommand: RunCommand = run): Promise<RunningServer> => {
  const port = await freePort();
  const [file = 'docker', ...first] = server.command;
  const compose = (...args: readonly string[]) =>
    runCommand(file, [...first, '-p', PROJECT, ...args, server.service], {
      cwd: server.root,
      env: { ...process.env, ...server.env, [server.portVariable]: String(port) },
    });
  compose('up', '-d', '--no-deps');
  await untilReady(server, port);
  return {
    url: server.url(port),
    host: '127.0.0.1',
    port,
    identity: undefined,
    pid: undefined,
    stop: () => Promise.resolve(compose('stop')),
    kill: () => Promise.resolve(compose('kill')),
    restart: async () => {
      compose('up', '-d', '--no-deps');
      await untilReady(server, port);
    },
  };
};
