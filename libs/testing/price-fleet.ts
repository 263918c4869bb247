import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterAll, inject } from 'vitest';
import { bootService } from '@ml/platform/boot-service';
import type { Bus } from '@ml/platform/bus/bus';
import { freePort } from '../../tools/infra/ports';
import { NODE_FLAGS } from '../../tools/local/node-flags';
import { ServiceProcess } from '../../tools/local/service-process';
import { testPidFile } from '../../tools/test/test-directory';
import { builtServices } from './built-services';
import { emulatorControls, type EmulatorControls } from './emulator-controls';
import { ownServers, type OwnServers } from './own-servers';

type Variables = Readonly<Record<string, string>>;
export type Replicated = 'pricing' | 'gap-filler';

export interface PriceFleetOptions {
  readonly regions: readonly string[];
  /** At which the emulator's time stands still, so that the same questions have the same answers in every run; the clocks of the services go on from there. */
  readonly now: Date;
  /** Of each service. */
  readonly replicas?: number;
  readonly env?: Readonly<Partial<Record<Replicated, Variables>>>;
}

/** What brings prices in: pricing and the gap filler as processes out of the bundle, an emulator, and servers of their own. */
export interface PriceFleet {
  readonly servers: OwnServers;
  /** With the rights of the gateway. */
  readonly bus: Bus;
  readonly emulator: EmulatorControls;
  /** Started again by themselves when they are killed, as in production. */
  readonly replicas: Readonly<Record<Replicated, readonly ServiceProcess[]>>;
  /** Where their logs are. */
  readonly directory: string;
}

const READY_WITHIN_MS = 45_000;
const LOCAL = '127.0.0.1';

/** Call it once, at the top of a spec file: `const fleet = await priceFleet({ ... })`. Everything ends with the file. */
export const priceFleet = async (options: PriceFleetOptions): Promise<PriceFleet> => {
  const servers = await ownServers();
  builtServices();
  const directory = mkdtempSync(path.join(inject('servers').directory, 'prices-'));
  const emulatorUrl = `http://${LOCAL}:${await freePort()}`;
  const clock = { CLOCK_OFFSET_MS: String(options.now.getTime() - Date.now()) };
  const replicas = { pricing: await replicasOf('pricing', pricingEnv), 'gap-filler': await replicasOf('gap-filler', () => ({})) };
  const processes = [emulatorOf(emulatorUrl, options, directory), ...replicas.pricing, ...replicas['gap-filler']];
  const gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
  afterAll(async () => {
    await gateway.close();
    await Promise.all(processes.map((service) => service.stop()));
  });
  await Promise.all(processes.map((service) => service.start()));
  await Promise.all(processes.map((service) => service.ready(READY_WITHIN_MS)));
  return { servers, bus: gateway.bus, emulator: emulatorControls(emulatorUrl), replicas, directory };

  function replicasOf(name: Replicated, env: (url: string, options: PriceFleetOptions) => Variables): Promise<readonly ServiceProcess[]> {
    return Promise.all(
      Array.from({ length: options.replicas ?? 1 }, async (_, index) => {
        const opsPort = await freePort();
        const variables = { ...servers.envOf(name), ...clock, ...env(emulatorUrl, options), ...options.env?.[name], OPS_PORT: String(opsPort) };
        return processOf({ name: `${name}-${String(index + 1)}`, bundle: name, readyUrl: `http://${LOCAL}:${String(opsPort)}/readyz`, variables, directory });
      }),
    );
  }
};

const pricingEnv = (emulatorUrl: string, { regions }: PriceFleetOptions): Variables => ({
  AWS_ENDPOINT_URL: emulatorUrl,
  SPOT_ADVISOR_URL: `${emulatorUrl}/spot-advisor-data.json`,
  AWS_ACCESS_KEY_ID: 'emulator',
  AWS_SECRET_ACCESS_KEY: 'emulator',
  PRICING_REGIONS: regions.join(','),
  PRICING_PRODUCTS: 'Linux/UNIX',
  PRICING_FETCH_ENABLED: 'false',
});

const emulatorOf = (url: string, { now, regions }: PriceFleetOptions, directory: string): ServiceProcess => {
  const variables = { NODE_ENV: 'development', AWS_EMULATOR_PORT: new URL(url).port, EMULATOR_NOW: now.toISOString(), EMULATOR_REGIONS: regions.join(',') };
  return processOf({ name: 'aws-emulator', bundle: 'aws-emulator', readyUrl: `${url}/livez`, variables, directory });
};

interface Plan {
  readonly name: string;
  readonly bundle: string;
  readonly readyUrl: string;
  readonly variables: Variables;
  readonly directory: string;
}

const processOf = ({ name, bundle, readyUrl, variables, directory }: Plan): ServiceProcess => {
  const { root, directory: run } = inject('servers');
  const pids = testPidFile(run);
  return new ServiceProcess({
    name,
    readyUrl,
    revive: true,
    command: {
      file: process.execPath,
      args: [...NODE_FLAGS, path.join(root, 'dist', `${bundle}.js`)],
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'INFO', ...variables },
      cwd: root,
      log: path.join(directory, `${name}.log`),
    },
    onStart: (identity) => pids.add({ ...identity, name: `${directory}/${name}`, stopSignal: 'SIGTERM' }),
    onEnd: () => undefined,
  });
};
