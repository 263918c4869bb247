import { afterAll, inject } from 'vitest';
import type { Owner } from '@ml/contracts/wire';
import { freshDatabase } from './fresh-database';
import { ownNats, type OwnNats } from './own-nats';
import { redisDatabase } from './redis-database';

/** Real servers for one spec file: nothing in them is shared with another file. */
export interface RealServers {
  /** Of a database of its own, as superuser. */
  readonly databaseUrl: string;
  readonly nats: OwnNats;
  readonly redisUrl: string;
  /** What a service of that owner finds in its environment. */
  envOf(owner: Owner): Readonly<Record<string, string>>;
}

/** Call it once, at the top of a `*.real.spec.ts`: `const servers = await realServers()`. Everything ends with the file. */
export const realServers = async (): Promise<RealServers> => {
  const provided = inject('servers');
  const [database, nats, redisUrl] = await Promise.all([
    freshDatabase(provided.postgresUrl),
    ownNats({ program: provided.programs.nats, directory: provided.directory }),
    redisDatabase(provided.redisUrl),
  ]);
  afterAll(async () => {
    await nats.stop();
    await database.drop();
  });
  return {
    databaseUrl: database.url,
    nats,
    redisUrl,
    envOf: (owner) => {
      const { url, user, password } = nats.login(owner);
      return { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password, DATABASE_URL: database.url, REDIS_URL: redisUrl, OPS_HOST: '127.0.0.1', OPS_PORT: '0' };
    },
  };
};
