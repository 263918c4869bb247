import { NestFactory } from '@nestjs/core';
import { afterAll } from 'vitest';
import type { Owner } from '@ml/contracts/wire';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { PlatformModule } from '@ml/platform/platform-module';
import type { RealServers } from '@ml/testing/real';
import { CollectorModule } from '../collector.module';
import { collectorSettings } from '../settings';

type Servers = Pick<RealServers, 'envOf'>;

const QUIET = { LOG_LEVEL: 'error', LOG_FILE: '/dev/null' };

/** One replica of the whole service, in the spec's own process; it ends with the file at the latest. Its threads are bundles: call `builtServices()` before. */
export const serveCollector = async (servers: Servers, env: Readonly<Record<string, string>> = {}): Promise<{ close(): Promise<void> }> => {
  const booted = await bootService('collector', collectorSettings, { ...servers.envOf('collector'), ...QUIET, ...env });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), CollectorModule] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= app.close().then(() => booted.close()));
  afterAll(close);
  return { close };
};

/** The bus as another service sees it. */
export const onTheBus = async (servers: Servers, owner: Owner): Promise<Booted> => {
  const booted = await bootService(owner, {}, { ...servers.envOf(owner), ...QUIET });
  afterAll(() => booted.close());
  return booted;
};
