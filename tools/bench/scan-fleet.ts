import path from 'node:path';
import { freePort } from '../infra/ports';
import { awaitAnswer } from './await-answer';
import { benchServers } from './bench-servers';
import { startChild, type Child } from './child';

export const SCAN_PARTS = ['gateway', 'collector'] as const;
export type ScanPart = (typeof SCAN_PARTS)[number];

/** The services that a scan goes through, with servers of their own. */
export interface ScanFleet {
  readonly url: string;
  readonly key: string;
  /** Of the database, as superuser. */
  readonly databaseUrl: string;
  readonly parts: Readonly<Record<ScanPart, { readonly child: Child; readonly opsPort: number }>>;
  stop(): Promise<void>;
}

const KEY = 'bench-platform-key-0000000000000000000000000000';
const LOCAL = '127.0.0.1';

export const startScanFleet = async (): Promise<ScanFleet> => {
  const servers = await benchServers();
  const started: Child[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((child) => child.stop()));
    await servers.stop();
  };
  const start = async (name: ScanPart, env: Readonly<Record<string, string>>): Promise<{ child: Child; opsPort: number }> => {
    const opsPort = await freePort();
    const ready = (): Promise<void> => awaitAnswer(`http://${LOCAL}:${opsPort}/readyz`);
    const child = await startChild({ file: path.join(process.cwd(), 'dist', `${name}.js`), env: { ...servers.envOf(name), ...env, OPS_PORT: String(opsPort) }, ready });
    started.push(child);
    return { child, opsPort };
  };
  try {
    const port = await freePort();
    const collector = await start('collector', {});
    const gateway = await start('gateway', { ML_SERVER_HOST: LOCAL, ML_SERVER_PORT: String(port), ML_BOOTSTRAP_PLATFORM_KEY: KEY, RATE_LIMIT_PER_MINUTE: '10000000' });
    return { url: `http://${LOCAL}:${port}/api/v1/ml/collection`, key: KEY, databaseUrl: servers.database.url, parts: { gateway, collector }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
