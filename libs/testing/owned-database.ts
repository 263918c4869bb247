import { afterAll, inject } from 'vitest';
import { bootstrapOwners, ownerUrl } from '@ml/persistence/bootstrap';
import { Database } from '@ml/persistence/database';
import type { Entity } from '@ml/persistence/database-options';
import type { DatabaseOwner } from '@ml/persistence/database-owner';
import { migrateAll } from '@ml/persistence/migrate';
import { freshDatabase } from './fresh-database';
import { ownerPassword } from './owner-password';

export interface OwnedDatabase {
  readonly adminUrl: string;
  readonly url: string;
  /** Another replica of the owner: its own pool. Closed with the file. */
  connect(options?: { readonly poolSize?: number; readonly entities?: readonly Entity[]; readonly statementTimeoutMs?: number }): Database;
}

/** A database of its own with the schema of one owner, migrated. Call it once at the top of a `*.real.spec.ts`. */
export const ownedDatabase = async (owner: DatabaseOwner): Promise<OwnedDatabase> => {
  const fresh = await freshDatabase(inject('servers').postgresUrl);
  await bootstrapOwners(fresh.url, { [owner]: ownerPassword(owner) });
  await migrateAll(fresh.url, [owner]);
  const url = ownerUrl(fresh.url, { owner, password: ownerPassword(owner) });
  const open: Database[] = [];
  afterAll(async () => {
    await Promise.all(open.map((database) => database.close()));
    await fresh.drop();
  });
  return {
    adminUrl: fresh.url,
    url,
    connect: ({ poolSize = 10, entities = [], statementTimeoutMs = 10_000 } = {}) => {
      const database = new Database({ owner, url, poolSize, entities, statementTimeoutMs });
      open.push(database);
      return database;
    },
  };
};
