import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll } from 'vitest';
import type { Owner } from '@ml/contracts/wire';
import { bootService } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { PlatformModule } from '@ml/platform/platform-module';
import type { SettingsDeclaration } from '@ml/platform/settings';
import type { RealServers } from '@ml/testing/real';

interface Served {
  readonly owner: Owner;
  readonly module: Type<unknown>;
  readonly settings?: SettingsDeclaration;
}

/** Runs a service, or what stands in for one, until the spec file ends. */
export const serveModule = async (servers: RealServers, { owner, module, settings = {} }: Served): Promise<void> => {
  const booted = await bootService(owner, settings, { ...servers.envOf(owner), LOG_LEVEL: 'error', LOG_FILE: '/dev/null' });
  const app = await NestFactory.createMicroservice({ module: class Root {}, imports: [PlatformModule.with(booted), module] }, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  afterAll(async () => {
    await app.close();
    await booted.close();
  });
};
