import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from './end-process';
import type { RunningServer } from './running-server';
import { spawnDetached, type Command, type Spawned } from './spawn-detached';

export interface OwnServer {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  readonly command: Command;
  readonly stopSignal: NodeJS.Signals;
  readonly graceMs: number;
  /** Resolves when the server takes connections; throws when it does not yet. */
  ready(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const POLL_MS = 25;
/** PostgreSQL refuses to start while children of a killed postmaster still hold its shared memory. */
const START_ATTEMPTS = 4;
const RETRY_MS = 500;
const LOG_TAIL = 800;

const lastLines = (log: string): string => readFileSync(log, 'utf8').slice(-LOG_TAIL).trim();

const whenReady = async (server: OwnServer, spawned: Spawned): Promise<'ready' | 'ended'> => {
  let ended = false;
  void spawned.ended.then(() => (ended = true));
  const end = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (ended) return 'ended';
    try {
      await server.ready();
      return ended ? 'ended' : 'ready';
    } catch (error) {
      if (Date.now() > end) {
        await endProcess(spawned, { signal: 'SIGKILL', graceMs: server.graceMs });
        throw new Error(`${server.name} did not get ready within ${READY_WITHIN_MS / 1000} s; see ${server.command.log}`, { cause: error });
      }
      await sleep(POLL_MS);
    }
  }
};

const launch = async (server: OwnServer): Promise<Spawned> => {
  for (let attempt = 1; ; attempt += 1) {
    const spawned = await spawnDetached(server.command);
    if ((await whenReady(server, spawned)) === 'ready') return spawned;
    if (attempt === START_ATTEMPTS) throw new Error(`${server.name} ended at once: ${lastLines(server.command.log)}`);
    await sleep(RETRY_MS);
  }
};

export const startOwnServer = async (server: OwnServer): Promise<RunningServer> => {
  let running = await launch(server);
  const end = (signal: NodeJS.Signals) => endProcess(running, { signal, graceMs: server.graceMs });
  return {
    url: server.url,
    host: '127.0.0.1',
    port: server.port,
    get identity() {
      return { pid: running.pid, started: running.started };
    },
    get pid() {
      return running.pid;
    },
    stop: () => end(server.stopSignal),
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end(server.stopSignal);
      running = await launch(server);
    },
  };
};
