import path from 'node:path';
import { freePort } from '../infra/ports';
import { awaitAnswer } from './await-answer';
import { benchServers, type BenchServers } from './bench-servers';
import { startChild, type Child } from './child';

/** Everything that a fill goes through, one replica of each, with servers of their own and an emulator whose time stands still. */
export interface FillFleet {
  readonly servers: BenchServers;
  readonly gatewayUrl: string;
  readonly key: string;
  readonly emulatorUrl: string;
  stop(): Promise<void>;
}

export interface FillFleetOptions {
  readonly regions: readonly string[];
  readonly products: readonly string[];
  readonly now: Date;
  /** Calls to AWS at the same time. */
  readonly parallelism: number;
}

const KEY = 'bench-platform-key-0000000000000000000000000000';
const LOCAL = '127.0.0.1';

export const startFillFleet = async ({ regions, products, now, parallelism }: FillFleetOptions): Promise<FillFleet> => {
  const servers = await benchServers();
  const started: Child[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((child) => child.stop()));
    await servers.stop();
  };
  const start = async (bundle: string, env: Readonly<Record<string, string>>, readyUrl: string): Promise<void> => {
    started.push(await startChild({ file: path.join(process.cwd(), 'dist', `${bundle}.js`), env, ready: () => awaitAnswer(readyUrl) }));
  };
  const service = async (name: 'pricing' | 'gap-filler' | 'gateway', env: Readonly<Record<string, string>>): Promise<void> => {
    const opsPort = await freePort();
    await start(name, { ...servers.envOf(name), ...env, OPS_PORT: String(opsPort) }, `http://${LOCAL}:${opsPort}/readyz`);
  };
  try {
    const [emulatorPort, gatewayPort] = [await freePort(), await freePort()];
    const emulatorUrl = `http://${LOCAL}:${emulatorPort}`;
    const market = { AWS_EMULATOR_PORT: String(emulatorPort), EMULATOR_REGIONS: regions.join(','), EMULATOR_NOW: now.toISOString(), NODE_ENV: 'development' };
    await start('aws-emulator', market, `${emulatorUrl}/livez`);
    await service('pricing', {
      AWS_ENDPOINT_URL: emulatorUrl,
      SPOT_ADVISOR_URL: `${emulatorUrl}/spot-advisor-data.json`,
      AWS_ACCESS_KEY_ID: 'emulator',
      AWS_SECRET_ACCESS_KEY: 'emulator',
      PRICING_REGIONS: regions.join(','),
      PRICING_PRODUCTS: products.join(','),
      PRICING_FETCH_ENABLED: 'false',
      PRICING_DATA_FETCH_PARALLELISM: String(parallelism),
    });
    await service('gap-filler', {});
    await service('gateway', { ML_SERVER_HOST: LOCAL, ML_SERVER_PORT: String(gatewayPort), ML_BOOTSTRAP_PLATFORM_KEY: KEY });
    return { servers, gatewayUrl: `http://${LOCAL}:${gatewayPort}`, key: KEY, emulatorUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
