import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface FreshDatabase {
  readonly name: string;
  /** As superuser. */
  readonly url: string;
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

/** An empty database on a server that several spec files share. */
export const freshDatabase = async (serverUrl: string): Promise<FreshDatabase> => {
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await asSuperuser(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => asSuperuser(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
};
