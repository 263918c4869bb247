import type { Owner } from '@ml/contracts/wire';
import { DATABASE_OWNERS, type DatabaseOwner } from '@ml/persistence/database-owner';
import type { NatsLogin } from './own-nats';

export type ServiceEnv = Readonly<Record<string, string>>;

interface Places {
  readonly nats: { login(owner: Owner): NatsLogin };
  readonly database: { urlOf(owner: DatabaseOwner): string };
  readonly redisUrl: string;
}

/** Of specs only. */
export const TEST_HASH_KEY = 'a key of specs that opens nothing else';

const hasDatabase = (owner: Owner): owner is Owner & DatabaseOwner => (DATABASE_OWNERS as readonly string[]).includes(owner);

/** What a service finds in its environment: its own user of the bus, its own role, free ports. */
export const serviceEnv = (owner: Owner, { nats, database, redisUrl }: Places): ServiceEnv => {
  const { url, user, password } = nats.login(owner);
  return {
    NATS_URL: url,
    NATS_USER: user,
    NATS_PASSWORD: password,
    REDIS_URL: redisUrl,
    OPS_HOST: '127.0.0.1',
    OPS_PORT: '0',
    ...(owner === 'collector' && { COLLECT_HASH_KEY: TEST_HASH_KEY }),
    ...(hasDatabase(owner) && { DATABASE_URL: database.urlOf(owner) }),
  };
};
