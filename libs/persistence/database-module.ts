import type { DynamicModule } from '@nestjs/common';
import { Health } from '@ml/platform/health';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import { Database } from './database';
import { databaseOptions, type Entity } from './database-options';
import type { DatabaseOwner } from './database-owner';
import type { DatabaseSettings } from './database-settings';

interface Options {
  readonly entities?: readonly Entity[];
  /** Whether the service is of no use without its database; otherwise it is degraded. */
  readonly critical?: boolean;
}

class DatabaseModule {}

/** Provides `Database` everywhere in a service whose settings include `databaseSettings`, and says in health whether it answers. */
export const databaseModule = (owner: DatabaseOwner, { entities = [], critical = true }: Options = {}): DynamicModule => ({
  module: DatabaseModule,
  global: true,
  providers: [
    {
      provide: Database,
      inject: [SETTINGS, Health, LOGGER],
      useFactory: (settings: SettingsOf<DatabaseSettings>, health: Health, logger: Logger) => {
        const onConnectionLost = (error: Error): void => logger.warn({ error: error.message }, 'a database connection was lost');
        const database = new Database({ ...databaseOptions({ owner, settings, entities }), onConnectionLost });
        health.add('postgres', { critical, check: () => database.checkUnlessHeard() });
        return database;
      },
    },
  ],
  exports: [Database],
});
