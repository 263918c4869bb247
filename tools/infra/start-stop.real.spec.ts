import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { ownServers } from '@ml/testing/own-servers';
import { firstLine } from './first-line';

const servers = await ownServers();

const ask = async (sql: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: servers.database.urlOf('pricing') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('servers of our own', () => {
  it('keeps what PostgreSQL has stored through a kill and a restart on the same port', async () => {
    await ask('CREATE TABLE kept AS SELECT 42 AS answer');
    const { pid, port } = servers.postgres;
    await servers.postgres.kill();
    await expect(ask('SELECT 1')).rejects.toThrow();
    await servers.postgres.restart();
    expect(servers.postgres.pid).not.toBe(pid);
    expect(servers.postgres.port).toBe(port);
    expect(await ask('SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('lets no role into the schema of another owner', async () => {
    await expect(ask('SELECT * FROM gateway.api_keys')).rejects.toThrow(/permission denied/);
  });

  it('lets a client of NATS come back by itself after the server was stopped for a moment', async () => {
    const connection = await servers.nats.connectAs('gateway');
    await servers.nats.server.stop();
    await servers.nats.server.restart();
    await expect.poll(() => connection.rtt().catch(() => 0), { timeout: 20_000 }).toBeGreaterThan(0);
    await connection.close();
  });

  it('asks for a password before Redis answers', async () => {
    expect(await firstLine(servers.redis.port, 'GET x\r\n')).toMatch(/^-NOAUTH/);
  });
});
