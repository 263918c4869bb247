import { connect } from '@nats-io/transport-node';
import { bootstrapOwners } from '@ml/persistence/bootstrap';
import { DATABASE_OWNERS } from '@ml/persistence/database-owner';
import { migrateAll } from '@ml/persistence/migrate';
import { ensureStreams } from '@ml/platform/bus/ensure-streams';
import { BOOTSTRAP } from '../nats/permissions';
import type { Infra } from './infra';

type PasswordOf = (name: string) => string;

/** Roles, schemas and migrations of every owner; returns how many migrations were run. */
export const prepareDatabase = async (infra: Infra, password: PasswordOf): Promise<number> => {
  await bootstrapOwners(infra.adminUrl, Object.fromEntries(DATABASE_OWNERS.map((owner) => [owner, password(owner)])));
  const done = await migrateAll(infra.adminUrl);
  return Object.values(done).flat().length;
};

/** Streams and buckets. */
export const prepareBus = async (infra: Infra): Promise<void> => {
  const login = infra.natsLogin(BOOTSTRAP);
  const connection = await connect({
    servers: infra.natsUrl.split(','),
    name: BOOTSTRAP,
    inboxPrefix: `_INBOX.${BOOTSTRAP}`,
    ...(login !== undefined && { user: login.user, pass: login.password }),
  });
  try {
    await ensureStreams(connection);
  } finally {
    await connection.close();
  }
};
