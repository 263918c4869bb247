import pg from 'pg';
import { startComposeServer } from '../infra/compose-server';
import type { ServerName } from '../infra/find-servers';
import { firstLine } from '../infra/first-line';
import type { RunningServer } from '../infra/running-server';
import { passwordVariable } from '../nats/authorization';
import { allPermissions } from '../nats/permissions';
import { servicePassword, type Secrets } from './secrets';

type Starter = (command: readonly string[]) => Promise<RunningServer>;

const composeEnv = (secrets: Secrets): Readonly<Record<string, string>> => ({
  POSTGRES_PASSWORD: secrets.postgres,
  REDIS_PASSWORD: secrets.redis,
  ...Object.fromEntries([...allPermissions().keys()].map((user) => [passwordVariable(user), servicePassword(secrets, user)])),
});

const connects = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
};

const says = async (wanted: RegExp, port: number, greeting?: string): Promise<void> => {
  const line = await firstLine(port, greeting);
  if (!wanted.test(line)) throw new Error(`port ${port} says ${line.slice(0, 60)}`);
};

/** The three servers of `docker-compose.yml`, for machines that have a container engine and not the programs. */
export const composeServers = (root: string, secrets: Secrets): Readonly<Record<ServerName, Starter>> => {
  const env = composeEnv(secrets);
  const postgresUrl = (port: number) => `postgresql://postgres:${secrets.postgres}@127.0.0.1:${port}/ml_server`;
  const start = (server: Omit<Parameters<typeof startComposeServer>[0], 'command' | 'root' | 'env'>) => (command: readonly string[]) =>
    startComposeServer({ ...server, command, root, env });
  return {
    postgres: start({ service: 'postgres', portVariable: 'POSTGRES_PORT', url: postgresUrl, ready: (port) => connects(postgresUrl(port)) }),
    nats: start({ service: 'nats', portVariable: 'NATS_PORT', url: (port) => `nats://127.0.0.1:${port}`, ready: (port) => says(/^INFO /, port) }),
    redis: start({
      service: 'redis',
      portVariable: 'REDIS_PORT',
      url: (port) => `redis://:${secrets.redis}@127.0.0.1:${port}/0`,
      ready: (port) => says(/^\+OK/, port, `AUTH ${secrets.redis}\r\n`),
    }),
  };
};
