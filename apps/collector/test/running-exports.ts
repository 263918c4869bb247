import { Module } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import type { Bus } from '@ml/platform/bus/bus';
import type { RealServers } from '@ml/testing/real';
import { onTheBus, serveModule, type Replica } from '@ml/testing/serve-module';
import { DATASET_CONTROLLERS, DATASET_PROVIDERS } from '../datasets/dataset-parts';
import { IDENTITY_PROVIDERS } from '../identity/identity-parts';
import { collectorSettings } from '../settings';

@Module({ imports: [databaseModule('collector'), outboxModule('collector'), onceScheduleModule()], controllers: [...DATASET_CONTROLLERS], providers: [...IDENTITY_PROVIDERS, ...DATASET_PROVIDERS] })
class ExportsAlone {}

export interface RunningExports extends Replica {
  /** Of whoever may ask. */
  readonly bus: Bus;
  readonly database: Database;
}

/** The part of the collector that makes exports. Its thread is a bundle: call `builtServices()` before. */
export const runningExports = async (servers: Pick<RealServers, 'envOf'>, env: Readonly<Record<string, string>> = {}): Promise<RunningExports> => {
  const replica = await serveModule(servers, { owner: 'collector', module: ExportsAlone, settings: collectorSettings, env });
  const { bus } = await onTheBus(servers, 'gateway');
  return { ...replica, bus, database: replica.get(Database) };
};
