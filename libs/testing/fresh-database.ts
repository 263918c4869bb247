import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { bootstrapOwners, ownerUrl } from '@ml/persistence/bootstrap';
import { DATABASE_OWNERS, type DatabaseOwner } from '@ml/persistence/database-owner';
import { migrateAll } from '@ml/persistence/migrate';
import { ownerPassword } from './owner-password';

/** `empty`: as PostgreSQL makes it. `bootstrapped`: with roles and schemas. `migrated`: with every owner's tables. */
export type DatabaseContent = 'empty' | 'bootstrapped' | 'migrated';

export interface FreshDatabase {
  readonly name: string;
  /** As superuser. */
  readonly url: string;
  /** With the rights of that owner. */
  urlOf(owner: DatabaseOwner): string;
  drop(): Promise<void>;
}

const asSuperuser = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

const onServer = (serverUrl: string, database: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
};

const fill = async (url: string, content: DatabaseContent): Promise<void> => {
  if (content === 'empty') return;
  await bootstrapOwners(url, Object.fromEntries(DATABASE_OWNERS.map((owner) => [owner, ownerPassword(owner)])));
  if (content === 'migrated') await migrateAll(url);
};

/** A database of one's own on a server that several spec files share. */
export const freshDatabase = async (serverUrl: string, content: DatabaseContent = 'empty'): Promise<FreshDatabase> => {
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await asSuperuser(serverUrl, `CREATE DATABASE ${name}`);
  const url = onServer(serverUrl, name);
  await fill(url, content);
  return {
    name,
    url,
    urlOf: (owner) => ownerUrl(url, { owner, password: ownerPassword(owner) }),
    drop: () => asSuperuser(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
};
