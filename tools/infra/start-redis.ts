import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { firstLine } from './first-line';
import { startOwnServer } from './own-server';
import { freePort } from './ports';
import type { RunningServer } from './running-server';

export interface RedisOptions {
  /** The program itself. */
  readonly program: string;
  readonly dir: string;
  readonly log: string;
  readonly password: string;
  readonly port?: number;
  /** 16 as Redis has it; the specs take one each. */
  readonly databases?: number;
}

const GRACE_MS = 5_000;
const DATABASES = 16;

/** A cache: nothing is written to disk, the least used goes first. */
const configuration = (options: RedisOptions, port: number): string =>
  [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${JSON.stringify(options.dir)}`,
    `requirepass ${options.password}`,
    'save ""',
    'appendonly no',
    'maxmemory 256mb',
    'maxmemory-policy allkeys-lru',
    `databases ${options.databases ?? DATABASES}`,
  ].join('\n');

const answers = async (port: number, password: string): Promise<void> => {
  const line = await firstLine(port, `AUTH ${password}\r\n`);
  if (line !== '+OK') throw new Error(`Redis on port ${port} says ${line}`);
};

export const startRedis = async (options: RedisOptions): Promise<RunningServer> => {
  const port = options.port ?? (await freePort());
  const file = path.join(options.dir, 'redis.conf');
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${configuration(options, port)}\n`, { mode: 0o600 });
  return startOwnServer({
    name: 'Redis',
    url: `redis://:${options.password}@127.0.0.1:${port}/0`,
    port,
    stopSignal: 'SIGTERM',
    graceMs: GRACE_MS,
    ready: () => answers(port, options.password),
    command: { file: options.program, args: [file], log: options.log },
  });
};
