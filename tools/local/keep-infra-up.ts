import path from 'node:path';
import type { PidFile } from '../infra/pid-file';
import { isAlive } from '../infra/process-identity';
import type { Infra, NamedServer } from './infra';
import { shownPath } from './local-directory';
import type { Report } from './report';

const LOOK_EVERY_MS = 2_000;

interface Parts {
  readonly pids: PidFile;
  /** `.local` */
  readonly dir: string;
  readonly report: Report;
}

const revive = async ({ name, server, stopSignal }: NamedServer, { pids, dir, report }: Parts): Promise<void> => {
  report.warn(`${name} has ended; started again; see ${shownPath(path.join(dir, 'logs', `${name}.log`))}`);
  await server.restart();
  if (server.identity !== undefined) pids.add({ ...server.identity, name, stopSignal });
};

/** Starts PostgreSQL, NATS and Redis again when one of them ends; the services reconnect by themselves. Returns how to let go. */
export const keepInfraUp = (infra: Infra, parts: Parts): (() => void) => {
  const busy = new Set<string>();
  const look = (): void => {
    for (const entry of infra.servers) {
      const { name, server } = entry;
      if (busy.has(name) || server.identity === undefined || isAlive(server.identity)) continue;
      busy.add(name);
      revive(entry, parts)
        .catch((error: unknown) => parts.report.warn(`${name} could not be started again: ${String(error)}`))
        .finally(() => busy.delete(name));
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
};
