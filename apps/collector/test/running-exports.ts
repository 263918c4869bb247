import { Module, type Abstract, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll } from 'vitest';
import { Database } from '@ml/persistence/database';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { bootService, type Booted } from '@ml/platform/boot-service';
import type { Bus } from '@ml/platform/bus/bus';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { PlatformModule } from '@ml/platform/platform-module';
import type { RealServers } from '@ml/testing/real';
import { DATASET_CONTROLLERS, DATASET_PROVIDERS } from '../datasets/dataset-parts';
import { IDENTITY_PROVIDERS } from '../identity/identity-parts';
import { collectorSettings } from '../settings';

@Module({ imports: [databaseModule('collector'), outboxModule('collector'), onceScheduleModule()], controllers: [...DATASET_CONTROLLERS], providers: [...IDENTITY_PROVIDERS, ...DATASET_PROVIDERS] })
class ExportsAlone {}

export interface RunningExports {
  readonly booted: Booted;
  /** Of whoever may ask. */
  readonly bus: Bus;
  readonly database: Database;
  get<T>(type: Type<T> | Abstract<T>): T;
}

/** The part of the collector that makes exports, in the spec's own process; it ends with the file. Its thread is a bundle: call `builtServices()` before. */
export const runningExports = async (servers: Pick<RealServers, 'envOf'>, more: Readonly<Record<string, string>> = {}): Promise<RunningExports> => {
  const booted = await bootService('collector', collectorSettings, { ...servers.envOf('collector'), ...more, LOG_FILE: '/dev/null' });
  const gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), ExportsAlone] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  afterAll(async () => {
    await app.close();
    await gateway.close();
    await booted.close();
  });
  const get = <T>(type: Type<T> | Abstract<T>): T => app.get(type, { strict: false });
  return { booted, bus: gateway.bus, database: get(Database), get };
};
