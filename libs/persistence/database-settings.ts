import { defineSettings, integer, optional, secret, text, url } from '@ml/platform/settings';

/** Spread into the settings of every service that has a database. */
export const databaseSettings = defineSettings({
  databaseUrl: optional(url({ env: 'DATABASE_URL', protocols: ['postgres', 'postgresql'], why: 'the database in one line; wins over DB_*' })),
  dbHost: text({ env: 'DB_HOST', default: '127.0.0.1', why: 'where PostgreSQL is' }),
  dbPort: integer({ env: 'DB_PORT', default: 5432, min: 1, max: 65_535, unit: 'port', why: 'where PostgreSQL listens' }),
  dbName: text({ env: 'DB_NAME', default: 'ml_server', why: 'the database of the server' }),
  dbUser: optional(text({ env: 'DB_USER', why: "the role of this service; without it the service's own name" })),
  dbPassword: optional(secret({ env: 'DB_PASSWORD', why: 'password of DB_USER' })),
  dbPoolSize: integer({ env: 'DB_POOL_SIZE', default: 10, min: 1, max: 200, unit: 'connections', why: 'connections of one replica' }),
  dbStatementTimeoutMs: integer({
    env: 'DB_STATEMENT_TIMEOUT_MS',
    default: 15_000,
    min: 100,
    max: 3_600_000,
    unit: 'ms',
    why: 'a statement that takes longer is given up',
  }),
});

export type DatabaseSettings = typeof databaseSettings;
