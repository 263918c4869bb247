import { MIGRATIONS } from '@ml-migrations/registry';
import { freshDatabase } from '@ml/testing/fresh-database';
import { ownerPassword } from '@ml/testing/owner-password';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { bootstrapOwners, ownerUrl } from './bootstrap';
import { DATABASE_OWNERS, type DatabaseOwner } from './database-owner';
import { migrateAll } from './migrate';
import { withAdmin } from './with-admin';

const PASSWORDS = { gateway: ownerPassword('gateway'), decisions: ownerPassword('decisions'), pricing: ownerPassword('pricing'), 'gap-filler': ownerPassword('gap-filler'), models: ownerPassword('models'), feedback: ownerPassword('feedback'), collector: ownerPassword('collector') };
const database = await freshDatabase(inject('servers').postgresUrl);
afterAll(() => database.drop());

const asOwner = <T>(owner: DatabaseOwner, work: (client: Client) => Promise<T>): Promise<T> =>
  withAdmin(ownerUrl(database.url, { owner, password: PASSWORDS[owner] }), work);

/** Everything the catalogue says about roles, schemas, tables, rights and settings. */
const fingerprint = (): Promise<unknown> =>
  withAdmin(database.url, async (admin) => {
    const rows = async (sql: string): Promise<unknown> => (await admin.query(sql)).rows;
    return [
      await rows("SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolpassword FROM pg_authid WHERE rolname IN ('gateway', 'decisions', 'pricing') ORDER BY 1"),
      await rows('SELECT nspname, nspowner::regrole::text, nspacl::text FROM pg_namespace ORDER BY 1'),
      await rows('SELECT oid::regclass::text, relowner::regrole::text, relacl::text FROM pg_class WHERE relnamespace > 16000 ORDER BY 1'),
      await rows('SELECT setrole::regrole::text, setconfig::text FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase AND datname = current_database() ORDER BY 1'),
    ];
  });

describe('the first migration of every owner', () => {
  beforeAll(async () => {
    await bootstrapOwners(database.url, PASSWORDS);
    // Two runners at once: one migrates, the other waits and finds nothing to do.
    const [first, second] = await Promise.all([migrateAll(database.url), migrateAll(database.url)]);
    for (const owner of DATABASE_OWNERS) expect([...(first[owner] ?? []), ...(second[owner] ?? [])]).toHaveLength(MIGRATIONS[owner].length);
  });

  it('gives every owner its own tables, found without naming the schema', async () => {
    const counted = await asOwner('decisions', (client) => client.query('SELECT count(*)::int AS n FROM decision_execution_log'));
    expect(counted.rows).toEqual([{ n: 0 }]);
    const owners = await withAdmin(database.url, (admin) =>
      admin.query("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'decisions'"),
    );
    expect(owners.rows).toEqual([{ tableowner: 'decisions' }]);
  });

  it('lets the administrator find every table by its name alone', async () => {
    await withAdmin(database.url, async (admin) => {
      await expect(admin.query('SELECT 1 FROM decision_execution_log, api_keys')).resolves.toBeDefined();
    });
  });

  it.each(['SELECT 1 FROM decisions.decision_execution_log', 'CREATE TABLE public.mine (a int)', 'CREATE SCHEMA mine', 'CREATE ROLE mine', 'SET ROLE decisions'])(
    'refuses pricing what is not its own: %s',
    async (sql) => {
      await asOwner('pricing', async (client) => {
        await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
      });
    },
  );

  it('lets pricing make temporary tables, which COPY needs', async () => {
    await asOwner('pricing', async (client) => {
      await expect(client.query('CREATE TEMPORARY TABLE staged (a int)')).resolves.toBeDefined();
    });
  });

  it('changes nothing when it is run a second time', async () => {
    const before = await fingerprint();
    await bootstrapOwners(database.url, PASSWORDS);
    expect(await migrateAll(database.url)).toEqual({ gateway: [], decisions: [], pricing: [], 'gap-filler': [], models: [], feedback: [], collector: [] });
    expect(await fingerprint()).toEqual(before);
  });

  it('names every migration once, in order', () => {
    for (const owner of DATABASE_OWNERS) {
      const stamps = MIGRATIONS[owner].map((Migration) => Number(new Migration().name?.slice(-13)));
      expect(stamps).toEqual([...new Set(stamps)].sort((a, b) => a - b));
    }
  });
});
