import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { columnTypes } from './column-types';
import type { DatabaseOptions } from './database-options';
import { READ_MARGIN_MS } from './read-margin';

/** Waiting for a free connection or for a new one. */
const CONNECT_TIMEOUT_MS = 5_000;
/** A machine that is gone is noticed soon, however long its answer may take. */
const KEEP_ALIVE_MS = 10_000;
/** Compiling a plan takes a tenth of a second and more: longer than most statements here, and their costs are overestimated while tables are small. */
const NO_JIT = '-c jit=off';
/** A transaction that its process forgot holds locks no longer than this. */
const IDLE_TRANSACTION_MS = 60_000;

/** When the server ends a connection in one breath with saying that it is open, the pool listens no more and TypeORM not yet: the error would end the process. Whoever asks something over it finds out. */
class HeardClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

export const dataSourceOptions = ({ owner, url, poolSize, statementTimeoutMs, entities, onConnectionLost }: DatabaseOptions): DataSourceOptions => ({
  type: 'postgres',
  driver: pg,
  url,
  schema: owner,
  applicationName: `ml-${owner}`,
  poolSize,
  connectTimeoutMS: CONNECT_TIMEOUT_MS,
  installExtensions: false,
  logging: false,
  entities: [...entities],
  poolErrorHandler: (error: Error) => onConnectionLost?.(error),
  extra: {
    Client: HeardClient,
    types: columnTypes,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    idleTimeoutMillis: 30_000,
    options: NO_JIT,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + READ_MARGIN_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
  },
});
