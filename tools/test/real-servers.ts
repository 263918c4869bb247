import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { findPrograms, type Programs } from '../infra/find-programs';
import { startPostgres } from '../infra/start-postgres';
import { startRedis } from '../infra/start-redis';
import { makeTestDirectory, removeAbandonedTestDirectories, removeTestDirectory, testPidFile } from './test-directory';

/** What every spec file of the `real` project is given. */
export interface ProvidedServers {
  readonly root: string;
  readonly directory: string;
  readonly programs: Programs;
  /** As superuser, of the maintenance database. */
  readonly postgresUrl: string;
  readonly redisUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: ProvidedServers;
  }
}

/** Far more than there are spec files: each takes one. */
const REDIS_DATABASES = 1024;

/**
 * PostgreSQL and Redis once for the run, each spec file in a database of its own; NATS is started by each spec file
 * (50 ms), because streams, consumers and users are one space per server.
 */
export default async function realServers(project: TestProject): Promise<() => Promise<void>> {
  const root = process.cwd();
  await removeAbandonedTestDirectories(root);
  const programs = findPrograms();
  const directory = makeTestDirectory(root);
  const pids = testPidFile(directory);
  const password = randomBytes(12).toString('hex');
  const postgres = await startPostgres({
    programs: programs.postgres,
    dataDir: path.join(directory, 'postgres'),
    log: path.join(directory, 'postgres.log'),
    password,
    durable: false,
  });
  if (postgres.identity !== undefined) pids.add({ ...postgres.identity, name: 'postgres', stopSignal: 'SIGINT' });
  const redis = await startRedis({
    program: programs.redis,
    dir: path.join(directory, 'redis'),
    log: path.join(directory, 'redis.log'),
    password,
    databases: REDIS_DATABASES,
  });
  if (redis.identity !== undefined) pids.add({ ...redis.identity, name: 'redis', stopSignal: 'SIGTERM' });
  project.provide('servers', { root, directory, programs, postgresUrl: postgres.url, redisUrl: redis.url });
  return () => removeTestDirectory(directory);
}
