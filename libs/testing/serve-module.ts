import type { Abstract, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll } from 'vitest';
import type { Owner } from '@ml/contracts/wire';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { PlatformModule } from '@ml/platform/platform-module';
import type { SettingsDeclaration } from '@ml/platform/settings';
import type { RealServers } from './real';

const QUIET = { LOG_LEVEL: 'error', LOG_FILE: '/dev/null' };

type Servers = Pick<RealServers, 'envOf'>;

interface Served {
  readonly owner: Owner;
  readonly module: Type<unknown>;
  readonly settings?: SettingsDeclaration;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Replica {
  readonly booted: Booted;
  get<T>(type: Type<T> | Abstract<T>): T;
  close(): Promise<void>;
}

/** A replica of a service, of a part of it, or of what stands in for one, in the spec's own process; it ends with the file at the latest. */
export const serveModule = async (servers: Servers, { owner, module, settings = {}, env = {} }: Served): Promise<Replica> => {
  const booted = await bootService(owner, settings, { ...servers.envOf(owner), ...QUIET, ...env });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), module] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= app.close().then(() => booted.close()));
  afterAll(close);
  return { booted, get: (type) => app.get(type, { strict: false }), close };
};

/** The bus as a service sees it that answers nothing. */
export const onTheBus = async (servers: Servers, owner: Owner): Promise<Booted> => {
  const booted = await bootService(owner, {}, { ...servers.envOf(owner), ...QUIET });
  afterAll(() => booted.close());
  return booted;
};
