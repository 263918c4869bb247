import type { NatsConnection } from '@nats-io/transport-node';
import type { Owner } from '@ml/contracts/wire';
import { openBlobStore } from './blobs/open-blob-store';
import { Bus } from './bus/bus';
import { connectBus } from './bus/connection';
import { DeadLetters } from './bus/dead-letters';
import type { ServerParts } from './bus/question-server';
import { NoCache, type Cache } from './cache';
import { Clock } from './clock';
import { watchEventLoop } from './event-loop-delay';
import { Health } from './health';
import { createLogger, type Logger } from './logger';
import { Metrics } from './metrics';
import { startOpsServer } from './ops-server';
import type { Boot } from './platform-module';
import { serviceSettings, type ServiceSettings } from './service-settings';
import { readSettings, type SettingsDeclaration, type SettingsOf } from './settings';
import { startTracing } from './tracing/tracing';

export interface Booted extends Boot {
  readonly transport: ServerParts;
  readonly opsPort: number;
  readonly drainSeconds: number;
  close(): Promise<void>;
}

/** Everything below a service's own modules: settings, logs, traces, probes, bus, blobs, cache. @throws SettingsError */
export const bootService = async (owner: Owner, declaration: SettingsDeclaration, env: NodeJS.ProcessEnv): Promise<Booted> => {
  const settings = readSettings({ ...serviceSettings, ...declaration }, env) as SettingsOf<ServiceSettings>;
  const stopTracing = startTracing({ service: owner, endpoint: settings.otlpEndpoint, share: settings.traceShare });
  const logger = createLogger(owner, { level: settings.logLevel, file: settings.logFile });
  const health = new Health();
  const metrics = new Metrics(owner);
  watchEventLoop(metrics);
  // Probes first: a service that waits for the bus is alive and not ready.
  health.add('start', { critical: true, check: () => Promise.reject(new Error('starting')) });
  const ops = await startOpsServer({ host: settings.opsHost, port: settings.opsPort, health, metrics });
  logger.info({ ops_port: ops.port }, 'starting');
  const { connection, connectivity } = await connectBus({ url: settings.natsUrl, user: settings.natsUser, password: settings.natsPassword, name: owner }, { health, logger });
  const blobs = await openBlobStore(settings, connection);
  const cache = await openCache(settings.redisUrl, { health, metrics, logger });
  health.add('start', { critical: false, check: () => undefined });
  return {
    owner,
    settings,
    logger,
    health,
    metrics,
    blobs,
    cache,
    bus: new Bus({ owner, connection, connectivity, depot: blobs, logger }),
    clock: new Clock(settings.clockOffsetMs),
    deadLetters: new DeadLetters(connection),
    transport: { connection, depot: blobs, logger, metrics, owner },
    opsPort: ops.port,
    drainSeconds: settings.drainSeconds,
    close: async () => {
      await closeBus(connection);
      await stopTracing();
      await ops.close();
    },
  };
};

/** Redis is loaded only by services that were given one. */
const openCache = async (url: string | null, parts: { health: Health; metrics: Metrics; logger: Logger }): Promise<Cache> => {
  if (url === null) return new NoCache();
  const { RedisCache } = await import('./redis-cache');
  return new RedisCache(url, parts);
};

const closeBus = async (connection: NatsConnection): Promise<void> => {
  if (connection.isClosed()) return;
  await connection.drain().catch(() => connection.close());
};
