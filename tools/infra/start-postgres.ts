import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startOwnServer } from './own-server';
import { freePort } from './ports';
import { reachableDirectory, reachablePrograms } from './reachable-directory';
import type { RunningServer } from './running-server';
import { unprivilegedUser, type User } from './unprivileged-user';

export interface PostgresOptions {
  /** Directory of `postgres` and `initdb`. */
  readonly programs: string;
  readonly dataDir: string;
  readonly log: string;
  readonly password: string;
  readonly port?: number;
  /** False for specs: a lost machine may lose data, a lost process may not. */
  readonly durable?: boolean;
}

const SUPERUSER = 'postgres';
const GRACE_MS = 15_000;
const CONNECT_TIMEOUT_MS = 2_000;

/** Not `synchronous_commit`: without it a killed process, too, would lose what it had confirmed. */
const FAST_NOT_DURABLE = ['fsync=off', 'full_page_writes=off'];
/** The log of what a large scan writes leaves in a tenth of the writes, and no checkpoint falls into the middle of it. */
const ROOM = ['shared_buffers=256MB', 'wal_buffers=16MB', 'max_wal_size=2GB'];
const MODEST = ['max_connections=200', ...ROOM, 'log_min_messages=warning', 'lc_messages=C', 'timezone=UTC'];

interface Place {
  readonly programs: string;
  readonly dataDir: string;
  readonly user: User | undefined;
}

/** Program output in plain English, whatever the user's locale. */
const PLAIN = { LC_ALL: 'C', TZ: 'UTC' };

const initialise = (place: Place, password: string): void => {
  const passwordFile = path.join(path.dirname(place.dataDir), `${path.basename(place.dataDir)}.new-password`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.user !== undefined) chownSync(passwordFile, place.user.uid, place.user.gid);
  const args = ['-D', place.dataDir, '-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C'];
  try {
    execFileSync(path.join(place.programs, 'initdb'), args, {
      env: { ...process.env, ...PLAIN },
      cwd: place.dataDir,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(place.user ?? {}),
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
};

/** A data directory belongs to one major version; another version found later gets its own. */
const majorVersion = (programs: string): string => {
  const text = execFileSync(path.join(programs, 'postgres'), ['--version'], { encoding: 'utf8' });
  return /(\d+)/.exec(text)?.[1] ?? 'unknown';
};

const prepare = (options: PostgresOptions): Place => {
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const programs = reachablePrograms(options.programs, user);
  const dataDir = path.join(reachableDirectory(options.dataDir, user), majorVersion(programs));
  return { programs, user, dataDir: reachableDirectory(dataDir, user) };
};

const isInitialised = (dataDir: string): boolean => existsSync(path.join(dataDir, 'PG_VERSION')) && readFileSync(path.join(dataDir, 'PG_VERSION')).length > 0;

const canConnect = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT 1');
  } finally {
    await client.end();
  }
};

export const startPostgres = async (options: PostgresOptions): Promise<RunningServer> => {
  const place = prepare(options);
  if (!isInitialised(place.dataDir)) initialise(place, options.password);
  const port = options.port ?? (await freePort());
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...MODEST, ...(options.durable === false ? FAST_NOT_DURABLE : [])];
  const url = `postgresql://${SUPERUSER}:${options.password}@127.0.0.1:${port}/postgres`;
  return startOwnServer({
    name: 'PostgreSQL',
    url,
    port,
    stopSignal: 'SIGINT',
    graceMs: GRACE_MS,
    ready: () => canConnect(url),
    command: {
      file: path.join(place.programs, 'postgres'),
      args: ['-D', place.dataDir, ...settings.flatMap((setting) => ['-c', setting])],
      env: { ...process.env, ...PLAIN },
      cwd: place.dataDir,
      log: options.log,
      ...(place.user ?? {}),
    },
  });
};
