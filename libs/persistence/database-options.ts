import type { EntitySchema } from 'typeorm';
import type { SettingsOf } from '@ml/platform/settings';
import type { DatabaseOwner } from './database-owner';
import type { DatabaseSettings } from './database-settings';

export interface DatabaseOptions {
  readonly owner: DatabaseOwner;
  readonly url: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** Listed one by one: patterns do not survive bundling. */
  readonly entities: readonly Entity[];
  /** Called when a pooled connection breaks. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** TypeORM's description of a table; written as data, so that it needs no decorator metadata of the build. */
export type Entity = EntitySchema;

interface Given {
  readonly owner: DatabaseOwner;
  readonly settings: SettingsOf<DatabaseSettings>;
  readonly entities?: readonly Entity[];
}

export const databaseOptions = ({ owner, settings, entities = [] }: Given): DatabaseOptions => ({
  owner,
  url: settings.databaseUrl ?? urlOf(owner, settings),
  poolSize: settings.dbPoolSize,
  statementTimeoutMs: settings.dbStatementTimeoutMs,
  entities,
});

const urlOf = (owner: DatabaseOwner, settings: SettingsOf<DatabaseSettings>): string => {
  const url = new URL(`postgres://${settings.dbHost}:${settings.dbPort}`);
  url.pathname = `/${encodeURIComponent(settings.dbName)}`;
  url.username = encodeURIComponent(settings.dbUser ?? owner);
  url.password = encodeURIComponent(settings.dbPassword ?? '');
  return url.href;
};
