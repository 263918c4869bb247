import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { aptPackages, programOf } from '../infra/find-programs';
import { findServers, missingServers, type ServerName, type Sources } from '../infra/find-servers';
import { installWithApt } from '../infra/install-with-apt';
import { machine } from '../infra/probe';
import type { RunningServer } from '../infra/running-server';
import { startNats } from '../infra/start-nats';
import { startPostgres } from '../infra/start-postgres';
import { startRedis } from '../infra/start-redis';
import { authorization } from '../nats/authorization';
import { composeServers } from './compose-servers';
import { ensureDatabase } from './ensure-database';
import type { Infra, NamedServer } from './infra';
import type { Report } from './report';
import { servicePassword, type Secrets } from './secrets';

export interface InfraOptions {
  readonly root: string;
  /** Data, logs and passwords. */
  readonly dir: string;
  readonly secrets: Secrets;
  readonly report: Report;
  /** Called for each process as soon as it runs. */
  readonly note: (server: NamedServer) => void;
}

const DATABASE = 'ml_server';
const STOP_SIGNALS: Readonly<Record<ServerName, NodeJS.Signals>> = { postgres: 'SIGINT', nats: 'SIGINT', redis: 'SIGTERM' };
const TITLES: Readonly<Record<ServerName, string>> = { postgres: 'PostgreSQL', nats: 'NATS', redis: 'Redis' };

/** Where each server comes from, with everything installed that can be. */
const settle = (options: InfraOptions): Sources => {
  const sources = findServers(machine());
  const missing = missingServers(sources);
  if (missing !== undefined) throw new Error(missing);
  const packages = aptPackages(sources);
  if (packages.length === 0) return sources;
  options.report.note(`installing ${packages.join(', ')} with apt-get (once; their services are not started)`);
  installWithApt(packages);
  return findServers(machine());
};

const starters = (options: InfraOptions, sources: Sources): Readonly<Record<ServerName, () => Promise<RunningServer>>> => {
  const { dir, secrets } = options;
  const program = (name: ServerName) => programOf(machine(), sources, name);
  const log = (name: string) => path.join(dir, 'logs', `${name}.log`);
  return {
    postgres: () => startPostgres({ programs: program('postgres'), dataDir: path.join(dir, 'postgres'), log: log('postgres'), password: secrets.postgres }),
    nats: () =>
      startNats({
        program: program('nats'),
        dir: path.join(dir, 'nats'),
        log: log('nats'),
        config: authorization((user) => JSON.stringify(servicePassword(secrets, user))),
      }),
    redis: () => startRedis({ program: program('redis'), dir: path.join(dir, 'redis'), log: log('redis'), password: secrets.redis }),
  };
};

const startOne = async (options: InfraOptions, name: ServerName, from: { how: string; start: () => Promise<RunningServer> }): Promise<NamedServer> => {
  const done = options.report.step(`${TITLES[name]} (${from.how})`);
  const named: NamedServer = { name, from: from.how, stopSignal: STOP_SIGNALS[name], server: await from.start() };
  options.note(named);
  done(`port ${named.server.port}`);
  return named;
};

const startAll = async (options: InfraOptions, sources: Sources): Promise<readonly NamedServer[]> => {
  const wanted = (Object.keys(sources) as ServerName[]).filter((name) => sources[name].how !== 'url');
  const compose = composeServers(options.root, options.secrets);
  const own = starters(options, sources);
  const started: NamedServer[] = [];
  for (const name of wanted) {
    const source = sources[name];
    const start = source.how === 'compose' ? () => compose[name](source.command) : own[name];
    started.push(await startOne(options, name, { how: source.how, start }));
  }
  return started;
};

const urlOf = (name: ServerName, sources: Sources, servers: readonly NamedServer[]): string => {
  const source = sources[name];
  if (source.how === 'url') return source.url;
  const found = servers.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`${TITLES[name]} was not started`);
  return found.server.url;
};

/** PostgreSQL, NATS and Redis: those of the environment where given, else our own under `.local/`. */
export const startInfra = async (options: InfraOptions): Promise<Infra> => {
  mkdirSync(path.join(options.dir, 'logs'), { recursive: true });
  const sources = settle(options);
  const servers = await startAll(options, sources);
  const postgres = urlOf('postgres', sources, servers);
  return {
    adminUrl: sources.postgres.how === 'url' ? postgres : await ensureDatabase(postgres, DATABASE),
    natsUrl: urlOf('nats', sources, servers),
    redisUrl: urlOf('redis', sources, servers),
    natsLogin: (user) => (sources.nats.how === 'url' ? undefined : { user, password: servicePassword(options.secrets, user) }),
    servers,
  };
};
