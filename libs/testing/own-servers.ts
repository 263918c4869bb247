import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterAll, inject } from 'vitest';
import type { Owner } from '@ml/contracts/wire';
import { freePort, SET_ASIDE } from '../../tools/infra/ports';
import type { RunningServer } from '../../tools/infra/running-server';
import { startPostgres } from '../../tools/infra/start-postgres';
import { startRedis } from '../../tools/infra/start-redis';
import { openDirectory, testPidFile } from '../../tools/test/test-directory';
import { freshDatabase, type DatabaseContent, type FreshDatabase } from './fresh-database';
import { ownNats, type OwnNats } from './own-nats';
import { serviceEnv, type ServiceEnv } from './service-env';

/** Servers that a spec may stop, kill and start again: nobody else uses them. */
export interface OwnServers {
  readonly postgres: RunningServer;
  readonly redis: RunningServer;
  /** `nats.server` is the process. */
  readonly nats: OwnNats;
  readonly database: FreshDatabase;
  /** Whatever PostgreSQL and Redis write, their logs too; what NATS writes is under `nats.directory`. */
  readonly directory: string;
  envOf(owner: Owner): ServiceEnv;
}

const noted = async (directory: string, entry: { name: string; stopSignal: NodeJS.Signals; starting: Promise<RunningServer> }): Promise<RunningServer> => {
  const server = await entry.starting;
  if (server.identity !== undefined) testPidFile(directory).add({ ...server.identity, name: entry.name, stopSignal: entry.stopSignal });
  return server;
};

/** Call it once, at the top of a fault spec: `const servers = await ownServers()`. Everything ends with the file. */
export const ownServers = async ({ database: content = 'migrated' }: { readonly database?: DatabaseContent } = {}): Promise<OwnServers> => {
  const { programs, directory } = inject('servers');
  const dir = openDirectory(path.join(directory, 'own-'));
  const password = randomBytes(12).toString('hex');
  const place = (name: string) => ({ log: path.join(dir, `${name}.log`), password });
  const postgres = await noted(directory, {
    name: `${dir}/postgres`,
    stopSignal: 'SIGINT',
    starting: startPostgres({ ...place('postgres'), programs: programs.postgres, dataDir: path.join(dir, 'postgres'), durable: false, port: await freePort(SET_ASIDE) }),
  });
  const redis = await noted(directory, {
    name: `${dir}/redis`,
    stopSignal: 'SIGTERM',
    starting: startRedis({ ...place('redis'), program: programs.redis, dir: path.join(dir, 'redis'), port: await freePort(SET_ASIDE) }),
  });
  const nats = await ownNats({ program: programs.nats, directory, port: await freePort(SET_ASIDE) });
  const database = await freshDatabase(postgres.url, content);
  afterAll(async () => {
    await Promise.all([nats.stop(), postgres.stop(), redis.stop()]);
  });
  return { postgres, redis, nats, database, directory: dir, envOf: (owner) => serviceEnv(owner, { nats, database, redisUrl: redis.url }) };
};
