import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { openDirectory } from '../test/test-directory';
import { machine } from './probe';
import { removeWithShelters } from './reachable-directory';
import { startPostgres } from './start-postgres';

const programs = machine().embeddedPostgres();
const password = 'spec';
const closedTo = process.getuid?.() === 0;

const versionOf = async (url: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ server_version: string }>('SHOW server_version')).rows[0]?.server_version ?? '';
  } finally {
    await client.end();
  }
};

describe.skipIf(programs === undefined)('the embedded PostgreSQL (skipped where its optional package is not installed)', () => {
  const { directory } = inject('servers');
  it('starts as an unprivileged user, also when root starts it', async () => {
    const dir = openDirectory(path.join(directory, 'embedded-'));
    const server = await startPostgres({ programs: programs ?? '', dataDir: path.join(dir, 'postgres'), log: path.join(dir, 'log'), password, durable: false });
    expect(await versionOf(server.url)).toMatch(/^\d+\.\d+/);
    await server.stop();
  });

  it.skipIf(!closedTo)('starts from a checkout in a home directory that is closed to everybody but root (skipped for other users)', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'home-'));
    chmodSync(home, 0o700);
    const local = path.join(home, 'checkout', '.local');
    mkdirSync(local, { recursive: true });
    const dataDir = path.join(local, 'postgres');
    const options = { programs: programs ?? '', dataDir, log: path.join(local, 'log'), password, durable: false };
    const server = await startPostgres(options);
    const shelter = realpathSync(dataDir);
    expect(lstatSync(dataDir).isSymbolicLink()).toBe(true);
    expect(await versionOf(server.url)).toMatch(/^\d+\.\d+/);
    await server.stop();
    const again = await startPostgres(options);
    expect(await versionOf(again.url)).toMatch(/^\d+\.\d+/);
    await again.stop();
    removeWithShelters(home);
    expect(existsSync(shelter)).toBe(false);
  });
});
