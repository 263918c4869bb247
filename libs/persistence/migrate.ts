import { MIGRATIONS } from '@ml-migrations/registry';
import pg, { escapeIdentifier } from 'pg';
import { DataSource } from 'typeorm';
import { DATABASE_OWNERS, type DatabaseOwner } from './database-owner';
import { locked, withAdmin } from './with-admin';

/** Names of the migrations that were run now, by owner. */
export type Migrated = Readonly<Partial<Record<DatabaseOwner, readonly string[]>>>;

/** Brings the schemas of `owners` up to date, one after the other. Whoever starts it twice at once waits for the first. */
export const migrateAll = async (adminUrl: string, owners: readonly DatabaseOwner[] = DATABASE_OWNERS): Promise<Migrated> => {
  const done: Partial<Record<DatabaseOwner, readonly string[]>> = {};
  for (const owner of owners) done[owner] = await migrateOwner(adminUrl, owner);
  return done;
};

/** Runs what is pending for one owner, as that owner, so that it owns what it gets; each migration is one transaction. */
export const migrateOwner = (adminUrl: string, owner: DatabaseOwner): Promise<readonly string[]> =>
  withAdmin(adminUrl, (admin) =>
    locked(admin, `ml-migrate:${owner}`, async () => {
      const source = new DataSource({
        type: 'postgres',
        driver: pg,
        url: adminUrl,
        schema: owner,
        migrations: [...MIGRATIONS[owner]],
        migrationsTableName: 'migrations',
        installExtensions: false,
        logging: false,
        poolSize: 1,
        extra: { options: `-c role=${owner} -c search_path=${escapeIdentifier(owner)}`, application_name: 'ml-migrate' },
      });
      await source.initialize();
      try {
        const run = await source.runMigrations({ transaction: 'each' });
        return run.map((migration) => migration.name);
      } finally {
        await source.destroy();
      }
    }),
  );
