import { afterAll, inject } from 'vitest';
import type { Owner } from '@ml/contracts/wire';
import { freshDatabase, type DatabaseContent, type FreshDatabase } from './fresh-database';
import { ownNats, type OwnNats } from './own-nats';
import { redisDatabase } from './redis-database';
import { serviceEnv, type ServiceEnv } from './service-env';

/** Real servers for one spec file: nothing in them is shared with another file. */
export interface RealServers {
  /** `url` as superuser, `urlOf(owner)` with that owner's rights. */
  readonly database: FreshDatabase;
  readonly nats: OwnNats;
  readonly redisUrl: string;
  envOf(owner: Owner): ServiceEnv;
}

export interface RealServersOptions {
  /** What is in the database: every owner's tables unless told. */
  readonly database?: DatabaseContent;
}

/** Call it once, at the top of a `*.real.spec.ts`: `const servers = await realServers()`. Everything ends with the file. */
export const realServers = async ({ database: content = 'migrated' }: RealServersOptions = {}): Promise<RealServers> => {
  const provided = inject('servers');
  const [database, nats, redisUrl] = await Promise.all([
    freshDatabase(provided.postgresUrl, content),
    ownNats({ program: provided.programs.nats, directory: provided.directory }),
    redisDatabase(provided.redisUrl),
  ]);
  afterAll(async () => {
    await nats.stop();
    await database.drop();
  });
  return { database, nats, redisUrl, envOf: (owner) => serviceEnv(owner, { nats, database, redisUrl }) };
};
