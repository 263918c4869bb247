import { Client } from 'pg';

/** One connection for one piece of work, closed afterwards. */
export const withAdmin = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url, application_name: 'ml-migrate', connectionTimeoutMillis: 10_000 });
  // Without a listener a server that goes away in the middle ends the process instead of failing the query.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

/**
 * Holds a lock of this database for the work and waits for whoever holds it.
 * It belongs to the connection: if that breaks, the server frees it.
 */
export const locked = async <T>(client: Client, name: string, work: () => Promise<T>): Promise<T> => {
  await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
  try {
    return await work();
  } finally {
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch(() => undefined);
  }
};
