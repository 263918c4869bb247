import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Owner } from '@ml/contracts/wire';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { PlatformModule } from '@ml/platform/platform-module';
import type { SettingsDeclaration } from '@ml/platform/settings';
import type { RealServers } from '@ml/testing/real';
import { GapFillerModule } from '../gap-filler.module';
import { gapFillerSettings } from '../settings';

type Env = Readonly<Record<string, string>>;

export interface Served {
  readonly booted: Booted;
  get<T>(type: Type<T>): T;
  close(): Promise<void>;
}

interface ServeOptions {
  readonly module: Type<unknown> | DynamicModule;
  readonly settings?: SettingsDeclaration;
  readonly env?: Env;
}

/** A service, or somebody in its place, in the spec's own process. */
export const serve = async (servers: Pick<RealServers, 'envOf'>, owner: Owner, { module, settings = {}, env = {} }: ServeOptions): Promise<Served> => {
  const booted = await bootService(owner, settings, { ...servers.envOf(owner), LOG_FILE: '/dev/null', ...env });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), module] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  const close = async (): Promise<void> => {
    await app.close();
    await booted.close();
  };
  return { booted, get: (type) => app.get(type, { strict: false }), close };
};

/** One replica of the service under test. */
export const serveFiller = (servers: Pick<RealServers, 'envOf'>, env: Env = {}): Promise<Served> => serve(servers, 'gap-filler', { module: GapFillerModule, settings: gapFillerSettings, env });
