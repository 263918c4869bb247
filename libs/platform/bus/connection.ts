import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Health } from '../health';
import type { Logger } from '../logger';
import { Connectivity } from './connectivity';

interface ConnectionOptions {
  readonly url: string;
  readonly user: string | null;
  readonly password: string | null;
  /** The owner: its user may only use its own inboxes. */
  readonly name: string;
}

interface ConnectionParts {
  readonly health: Health;
  readonly logger: Logger;
}

export interface BusConnection {
  readonly connection: NatsConnection;
  readonly connectivity: Connectivity;
}

/** Connects for ever: a bus that went away comes back without a restart of anybody. */
export const connectBus = async (options: ConnectionOptions, { health, logger }: ConnectionParts): Promise<BusConnection> => {
  const connection = await connect({
    servers: options.url.split(','),
    name: options.name,
    inboxPrefix: `_INBOX.${options.name}`,
    ...(options.user !== null && { user: options.user }),
    ...(options.password !== null && { pass: options.password }),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    pingInterval: 10_000,
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true,
  });
  const connectivity = new Connectivity();
  health.add('nats', {
    critical: true,
    check: () => {
      if (!connectivity.up) throw new Error('disconnected, reconnecting');
    },
  });
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' || status.type === 'reconnect') {
        connectivity.change(status.type === 'reconnect');
        logger.warn({ bus: status.type }, `the bus: ${status.type}`);
      }
      if (status.type === 'error') logger.error({ error: String(status.error) }, 'the bus reports an error');
    }
  })();
  return { connection, connectivity };
};
