import { createClient } from 'redis';

/** Kept in database 0, which is nobody's. */
const COUNTER = 'next-database';

/** A database of a shared Redis that nobody else was given. */
export const redisDatabase = async (serverUrl: string): Promise<string> => {
  const client = createClient({ url: serverUrl });
  await client.connect();
  try {
    const url = new URL(serverUrl);
    url.pathname = `/${await client.incr(COUNTER)}`;
    return url.href;
  } finally {
    await client.close();
  }
};
