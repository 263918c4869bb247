import path from 'node:path';
import { endLeftovers } from '../infra/end-leftovers';
import { PidFile } from '../infra/pid-file';
import { apiClient } from './api-client';
import { awaitPrices } from './await-prices';
import { hasAwsAccount } from './inherited-env';
import { startFleet, type Fleet } from './fleet';
import { gatewayHost, gatewayPort, wantedPort } from './gateway-port';
import type { Infra, NamedServer } from './infra';
import { keepInfraUp } from './keep-infra-up';
import { localDirectory, shownPath } from './local-directory';
import { prepareBus, prepareDatabase } from './prepare';
import type { Report } from './report';
import { removeRunFile, writeRunFile } from './run-file';
import { becomeRunner } from './runner-lock';
import { localSecrets, servicePassword, type Secrets } from './secrets';
import { EMULATOR, type ApiKeys } from './service-plans';
import { startInfra } from './start-infra';

export interface BringUpOptions {
  /** The checkout. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: Report;
  /** Use the terminal's AWS account even where no key is in the environment. */
  readonly realAws: boolean;
  readonly signal: AbortSignal;
}

export interface LocalFleet {
  readonly gatewayUrl: string;
  readonly apiKeys: ApiKeys;
  readonly region: string;
  stop(): Promise<void>;
}

const PRICES_WITHIN_MS = 45_000;

interface Site {
  readonly options: BringUpOptions;
  readonly dir: string;
  readonly pids: PidFile;
  readonly secrets: Secrets;
  /** In the order of their start, also when a later one fails. */
  readonly servers: NamedServer[];
}

const bringInfraUp = async ({ options, dir, pids, secrets, servers }: Site): Promise<Infra> => {
  const { report, signal, root } = options;
  return startInfra({
    root,
    dir,
    secrets,
    report,
    note: (entry) => {
      const { name, stopSignal, server } = entry;
      servers.push(entry);
      if (server.identity !== undefined) pids.add({ ...server.identity, name, stopSignal });
      signal.throwIfAborted();
    },
  });
};

const prepare = async ({ options, secrets }: Site, infra: Infra): Promise<void> => {
  const tables = options.report.step('roles, schemas, migrations');
  const run = await prepareDatabase(infra, (name) => servicePassword(secrets, name));
  tables(run === 0 ? 'up to date' : `${run} run`);
  const streams = options.report.step('streams and buckets');
  await prepareBus(infra);
  streams();
};

interface Services {
  readonly fleet: Fleet;
  readonly gatewayUrl: string;
  readonly aws: 'account' | 'emulator';
}

const startServices = async ({ options, dir, pids, secrets }: Site, infra: Infra): Promise<Services> => {
  const { env, report, signal, root } = options;
  const port = await gatewayPort(env, report);
  const aws = options.realAws || hasAwsAccount(env) ? 'account' : 'emulator';
  const fleet = await startFleet({
    infra,
    gatewayPort: port,
    gatewayHost: gatewayHost(env),
    aws,
    env,
    password: (name) => servicePassword(secrets, name),
    apiKeys: secrets.apiKeys,
    dist: path.join(root, 'dist'),
    dir,
    report,
    revive: true,
    signal,
    note: (entry) => pids.add(entry),
  });
  return { fleet, gatewayUrl: `http://127.0.0.1:${port}`, aws };
};

const announce = ({ dir, secrets }: Site, infra: Infra, { fleet, gatewayUrl, aws }: Services): void => {
  const services = [...fleet.services.values()];
  const emulator = services.find(({ name }) => name === EMULATOR);
  writeRunFile(dir, {
    gateway_url: gatewayUrl,
    api_keys: secrets.apiKeys,
    docs_url: `${gatewayUrl}/docs`,
    started_at: new Date().toISOString(),
    runner_pid: process.pid,
    aws,
    ...(emulator !== undefined && { aws_emulator_url: new URL(emulator.readyUrl).origin }),
    database_url: infra.adminUrl,
    nats_url: infra.natsUrl,
    redis_url: infra.redisUrl,
    services: services.map(({ name, pid, readyUrl }) => ({ name, pid: pid ?? null, ready_url: readyUrl })),
  });
};

const firstPrices = async ({ options, dir, secrets }: Site, gatewayUrl: string, region: string): Promise<void> => {
  const done = options.report.step(`prices of ${region}`);
  const api = apiClient({ gatewayUrl, apiKey: secrets.apiKeys.platform });
  const snapshot = await awaitPrices(api, { region, withinMs: PRICES_WITHIN_MS, signal: options.signal });
  if (snapshot === undefined) options.report.warn(`no prices of ${region} within ${PRICES_WITHIN_MS / 1000} s; see ${shownPath(path.join(dir, 'logs', 'pricing.log'))}`);
  else done(`${snapshot.types} types, ${snapshot.pools} pools`);
};

/** Last started, first stopped. */
const stopServers = async ({ servers, pids }: Site): Promise<void> => {
  for (const { server } of [...servers].reverse()) await server.stop();
  await endLeftovers(pids);
};

/** Infrastructure, tables, streams, services, keys, prices: everything that `npm start` brings up. */
export const bringUp = async (options: BringUpOptions): Promise<LocalFleet> => {
  // Before anything is started for nothing.
  wantedPort(options.env);
  const dir = localDirectory(options.root);
  const resign = becomeRunner(dir);
  const pids = new PidFile(path.join(dir, 'pids.json'));
  const site: Site = { options, dir, pids, secrets: localSecrets(dir), servers: [] };
  const region = options.env['AWS_REGION'] ?? 'us-east-1';
  let services: Services | undefined;
  let letGo: () => void = () => undefined;
  const stop = async (): Promise<void> => {
    removeRunFile(dir);
    letGo();
    await services?.fleet.stop();
    await stopServers(site);
    resign();
  };
  try {
    const left = await endLeftovers(pids);
    if (left.length > 0) options.report.note(`ended what a run that was killed had left: ${left.map(({ name }) => name).join(', ')}`);
    const infra = await bringInfraUp(site);
    letGo = keepInfraUp(infra, { pids, dir, report: options.report });
    await prepare(site, infra);
    services = await startServices(site, infra);
    await firstPrices(site, services.gatewayUrl, region);
    announce(site, infra, services);
    return { gatewayUrl: services.gatewayUrl, apiKeys: site.secrets.apiKeys, region, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
