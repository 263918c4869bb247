import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { DATABASE_OWNERS, type DatabaseOwner } from './database-owner';
import { locked, withAdmin } from './with-admin';

/** Password per owner; owners that are left out are left alone. */
export type OwnerPasswords = Readonly<Partial<Record<DatabaseOwner, string>>>;

/** Roles belong to the whole server, the lock only to one database: two databases prepared at once may still meet. */
const ATTEMPTS = 5;
const MET_ANOTHER = new Set(['XX000', '23505', '42710', '40001']);

/**
 * Gives every owner a role that can log in, a schema that only this role can enter, and a search path so that table names need no schema.
 * Running it again changes nothing, except a password that no longer lets its owner in.
 */
export const bootstrapOwners = async (adminUrl: string, passwords: OwnerPasswords): Promise<void> =>
  withAdmin(adminUrl, (admin) =>
    locked(admin, 'ml-bootstrap', async () => {
      const database = await currentDatabase(admin);
      await closeToOthers(admin, database);
      for (const owner of DATABASE_OWNERS) {
        const password = passwords[owner];
        if (password !== undefined) await patiently(() => prepareOwner({ admin, adminUrl, database, owner, password }));
      }
      await openToOperators(admin, database);
    }),
  );

interface Preparation {
  readonly admin: Client;
  readonly adminUrl: string;
  readonly database: string;
  readonly owner: DatabaseOwner;
  readonly password: string;
}

const prepareOwner = async (given: Preparation): Promise<void> => {
  const { admin, database, owner } = given;
  const role = escapeIdentifier(owner);
  await prepareRole(given);
  await admin.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(database)} TO ${role}`);
  const existing = await admin.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [owner]);
  if (existing.rowCount === 0) await admin.query(`CREATE SCHEMA ${role} AUTHORIZATION ${role}`);
  await setSearchPath(admin, { role: owner, database, path: role });
  // Tried last: only now may the owner connect.
  if (!(await canLogIn(given))) await admin.query(`ALTER ROLE ${role} LOGIN PASSWORD ${escapeLiteral(given.password)}`);
};

const prepareRole = async ({ admin, owner, password }: Preparation): Promise<void> => {
  const role = escapeIdentifier(owner);
  const existing = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [owner]);
  if (existing.rowCount === 0) {
    await admin.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${escapeLiteral(password)}`);
  }
  // A managed server's administrator is no superuser and must be a member to create what the owner owns.
  const member = await admin.query<{ member: boolean }>("SELECT pg_has_role(current_user, $1, 'MEMBER') AS member", [owner]);
  if (member.rows[0]?.member !== true) await admin.query(`GRANT ${role} TO CURRENT_USER`);
};

const closeToOthers = async (admin: Client, database: string): Promise<void> => {
  await admin.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC`);
  await admin.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
};

/** The administrator's psql finds every table by its name alone. */
const openToOperators = async (admin: Client, database: string): Promise<void> => {
  const { rows } = await admin.query<{ role: string }>('SELECT current_user AS role');
  const path = ['public', ...[...DATABASE_OWNERS].reverse()].map(escapeIdentifier).join(', ');
  if (rows[0] !== undefined) await setSearchPath(admin, { role: rows[0].role, database, path });
};

interface SearchPath {
  readonly role: string;
  readonly database: string;
  readonly path: string;
}

const setSearchPath = async (admin: Client, { role, database, path }: SearchPath): Promise<void> => {
  await admin.query(`ALTER ROLE ${escapeIdentifier(role)} IN DATABASE ${escapeIdentifier(database)} SET search_path = ${path}`);
};

const currentDatabase = async (admin: Client): Promise<string> => {
  const { rows } = await admin.query<{ name: string }>('SELECT current_database() AS name');
  return rows[0]?.name ?? 'postgres';
};

const canLogIn = async ({ adminUrl, owner, password }: Preparation): Promise<boolean> => {
  try {
    await withAdmin(ownerUrl(adminUrl, { owner, password }), (client) => client.query('SELECT 1'));
    return true;
  } catch {
    return false;
  }
};

/** The same database as seen by one owner. */
export const ownerUrl = (adminUrl: string, { owner, password }: { readonly owner: DatabaseOwner; readonly password: string }): string => {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(owner);
  url.password = encodeURIComponent(password);
  return url.href;
};

const patiently = async (step: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await step();
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (attempt === ATTEMPTS || !MET_ANOTHER.has(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
    }
  }
};
