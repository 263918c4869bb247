import path from 'node:path';
import { ownNats, type OwnNats } from '@ml/testing/own-nats';
import { freshDatabase, type FreshDatabase } from '@ml/testing/fresh-database';
import { serviceEnv, type ServiceEnv } from '@ml/testing/service-env';
import type { Owner } from '@ml/contracts/wire';
import { findPrograms } from '../infra/find-programs';
import type { RunningServer } from '../infra/running-server';
import { startNats } from '../infra/start-nats';
import { startPostgres } from '../infra/start-postgres';
import { startRedis } from '../infra/start-redis';
import { makeTestDirectory, removeAbandonedTestDirectories, removeTestDirectory, testPidFile } from '../test/test-directory';

export interface BenchServers {
  readonly database: FreshDatabase;
  readonly nats: OwnNats;
  /** Without users and rights: what a bare service would talk to. */
  readonly openNats: RunningServer;
  envOf(owner: Owner): ServiceEnv;
  stop(): Promise<void>;
}

const PASSWORD = 'bench';

/** Servers of one benchmark run: nothing of a fleet that runs beside it is touched. PostgreSQL writes as durably as in production. */
export const benchServers = async (): Promise<BenchServers> => {
  const root = process.cwd();
  await removeAbandonedTestDirectories(root);
  const directory = makeTestDirectory(root);
  const pids = testPidFile(directory);
  const programs = findPrograms();
  const place = (name: string) => ({ log: path.join(directory, `${name}.log`), password: PASSWORD });
  const postgres = await startPostgres({ ...place('postgres'), programs: programs.postgres, dataDir: path.join(directory, 'postgres') });
  if (postgres.identity !== undefined) pids.add({ ...postgres.identity, name: 'postgres', stopSignal: 'SIGINT' });
  const redis = await startRedis({ ...place('redis'), program: programs.redis, dir: path.join(directory, 'redis') });
  if (redis.identity !== undefined) pids.add({ ...redis.identity, name: 'redis', stopSignal: 'SIGTERM' });
  const nats = await ownNats({ program: programs.nats, directory });
  const openNats = await startNats({ program: programs.nats, dir: path.join(directory, 'open-nats'), log: path.join(directory, 'open-nats.log'), config: '' });
  if (openNats.identity !== undefined) pids.add({ ...openNats.identity, name: 'open-nats', stopSignal: 'SIGINT' });
  const database = await freshDatabase(postgres.url, 'migrated');
  return {
    database,
    nats,
    openNats,
    envOf: (owner) => serviceEnv(owner, { nats, database, redisUrl: redis.url }),
    stop: () => removeTestDirectory(directory),
  };
};
