import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { firstLine } from './first-line';
import { startOwnServer } from './own-server';
import { freePort } from './ports';
import type { RunningServer } from './running-server';

export interface NatsOptions {
  /** The program itself. */
  readonly program: string;
  readonly dir: string;
  readonly log: string;
  /** The `authorization` block and whatever else the server is to know; empty: everybody may do everything. */
  readonly config: string;
  readonly port?: number;
}

const GRACE_MS = 10_000;

const says = async (port: number): Promise<void> => {
  const line = await firstLine(port);
  if (!line.startsWith('INFO ')) throw new Error(`Not a NATS server on port ${port}: ${line.slice(0, 60)}`);
};

/** JetStream on file; `url` carries no user. */
export const startNats = async (options: NatsOptions): Promise<RunningServer> => {
  const port = options.port ?? (await freePort());
  const file = path.join(options.dir, 'nats.conf');
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const lines = [`listen: "127.0.0.1:${port}"`, `jetstream { store_dir: ${JSON.stringify(path.join(options.dir, 'jetstream'))} }`, options.config];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return startOwnServer({
    name: 'NATS',
    url: `nats://127.0.0.1:${port}`,
    port,
    // SIGTERM closes stores in order as SIGINT does, but with exit code 1.
    stopSignal: 'SIGINT',
    graceMs: GRACE_MS,
    ready: () => says(port),
    command: { file: options.program, args: ['-c', file], log: options.log },
  });
};
