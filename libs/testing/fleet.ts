import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterAll, inject } from 'vitest';
import type { Owner } from '@ml/contracts/wire';
import { freePort } from '../../tools/infra/ports';
import { apiClient, type ApiClient } from '../../tools/local/api-client';
import { awaitPrices } from '../../tools/local/await-prices';
import { buildServices } from '../../tools/local/build-services';
import { startFleet, type Fleet } from '../../tools/local/fleet';
import { silentReport } from '../../tools/local/report';
import { makeSecrets } from '../../tools/local/secrets';
import type { ApiKeys, ServiceName } from '../../tools/local/service-plans';
import { testPidFile } from '../../tools/test/test-directory';
import { ownServers, type OwnServers } from './own-servers';
import { ownerPassword } from './owner-password';
import { TEST_HASH_KEY } from './service-env';

export interface WholeFleet {
  readonly gatewayUrl: string;
  readonly apiKeys: ApiKeys;
  /** As the platform. */
  readonly api: ApiClient;
  /** `fleet.service('pricing').kill()`: it is started again by itself, as in production. */
  readonly fleet: Fleet;
  /** Stop, kill and restart them: they belong to this file alone. */
  readonly servers: OwnServers;
  /** Logs of the services. */
  readonly directory: string;
}

export interface WholeFleetOptions {
  /** More environment, by service. */
  readonly env?: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;
  /** More environment of every process. */
  readonly all?: Readonly<Record<string, string>>;
  /** Waits until pricing has published this region; false: does not wait. */
  readonly region?: string | false;
  /** The engines that the spec needs, by the names of their services: each is a process. All unless told. */
  readonly only?: readonly Owner[];
}

const PRICES_WITHIN_MS = 60_000;
/** One region of Linux prices is fetched in a second or two, all that the emulator has takes ten times as long. */
const LESS_TO_FETCH = { PRICING_REGIONS: 'us-east-1', PRICING_PRODUCTS: 'Linux/UNIX' };

/**
 * The real services, as processes, out of the bundle, with an emulator and servers of their own.
 * Call it once, at the top of a `*.fleet.spec.ts`: `const whole = await wholeFleet()`. Everything ends with the file.
 */
export const wholeFleet = async ({ env = {}, all = {}, region = 'us-east-1', only }: WholeFleetOptions = {}): Promise<WholeFleet> => {
  const servers = await ownServers();
  const { root, directory: run } = inject('servers');
  buildServices(root, silentReport);
  const directory = mkdtempSync(path.join(run, 'fleet-'));
  const { apiKeys } = makeSecrets();
  const gatewayPort = await freePort();
  const pids = testPidFile(run);
  const fleet = await startFleet({
    infra: { adminUrl: servers.database.url, natsUrl: servers.nats.server.url, redisUrl: servers.redis.url, natsLogin: (user) => servers.nats.login(user), servers: [] },
    gatewayPort,
    gatewayHost: '127.0.0.1',
    aws: 'emulator',
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'INFO', DRAIN_SECONDS: '5', ...all },
    extra: { ...env, pricing: { ...LESS_TO_FETCH, ...env.pricing } },
    ...(only !== undefined && { engines: only }),
    apiKeys,
    password: (name) => (name === 'collect-hash-key' ? TEST_HASH_KEY : ownerPassword(name as 'pricing')),
    dist: path.join(root, 'dist'),
    dir: directory,
    report: silentReport,
    revive: true,
    note: (entry) => pids.add({ ...entry, name: `${directory}/${entry.name}` }),
  });
  afterAll(() => fleet.stop());
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  const api = apiClient({ gatewayUrl, apiKey: apiKeys.platform });
  if (region !== false && (await awaitPrices(api, { region, withinMs: PRICES_WITHIN_MS })) === undefined) {
    throw new Error(`pricing has published nothing about ${region}; see ${directory}/logs/pricing.log`);
  }
  return { gatewayUrl, apiKeys, api, fleet, servers, directory };
};
