import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Owner } from '@ml/contracts/wire';
import { bootService, type Booted } from './boot-service';
import { BusExceptionFilter } from './bus/bus-exception-filter';
import { BusTransport } from './bus/bus-transport';
import { NestLogger } from './nest-logger';
import { PlatformModule } from './platform-module';
import type { ServiceSettings } from './service-settings';
import type { SettingsDeclaration, SettingsOf } from './settings';
import { SettingsError } from './settings';

type Settings<D extends SettingsDeclaration> = SettingsOf<D> & SettingsOf<ServiceSettings>;

interface HttpOptions<D extends SettingsDeclaration> {
  readonly host: (settings: Settings<D>) => string;
  readonly port: (settings: Settings<D>) => number;
  /** Makes the adapter and readies the application before it listens. */
  readonly create: (module: unknown, settings: Settings<D>, logger: NestLogger) => Promise<NestFastifyApplication>;
}

export interface ServiceOptions<D extends SettingsDeclaration> {
  readonly owner: Owner;
  readonly settings: D;
  readonly module: Type<unknown>;
  /** Only for a service that customers reach over HTTP. */
  readonly http?: HttpOptions<D>;
}

export interface RunningService {
  readonly app: INestApplicationContext;
  readonly opsPort: number;
  stop(): Promise<void>;
}

const EX_CONFIG = 78;

/** Runs one service until SIGTERM or SIGINT, then drains: no new work, running work finished, then out. */
export const runService = async <D extends SettingsDeclaration>(options: ServiceOptions<D>): Promise<RunningService> => {
  try {
    const booted = await bootService(options.owner, options.settings, process.env);
    // Whoever is told earlier that it is ready finds nobody at its port.
    booted.health.add('start', { critical: true, check: () => Promise.reject(new Error('starting')) });
    const app = await startApp(options, booted);
    booted.health.add('start', { critical: false, check: () => undefined });
    const running = { app, opsPort: booted.opsPort, stop: () => stopApp(app, booted) };
    stopOnSignal(running, booted);
    booted.logger.info({ ops_port: booted.opsPort }, 'ready');
    return running;
  } catch (error) {
    process.stderr.write(`${options.owner}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(error instanceof SettingsError ? EX_CONFIG : 1);
  }
};

const startApp = async <D extends SettingsDeclaration>(options: ServiceOptions<D>, booted: Booted): Promise<INestApplicationContext> => {
  const module = { module: class ServiceRoot {}, imports: [PlatformModule.with(booted), options.module] };
  const logger = new NestLogger(booted.logger);
  const settings = booted.settings as Settings<D>;
  if (options.http !== undefined) {
    const app = await options.http.create(module, settings, logger);
    await app.listen(options.http.port(settings), options.http.host(settings));
    return app;
  }
  const app = await NestFactory.createMicroservice(module, { strategy: new BusTransport(booted.transport), logger });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  return app;
};

const stopApp = async (app: INestApplicationContext, booted: Booted): Promise<void> => {
  booted.health.drain();
  await app.close();
  await booted.close();
};

const stopOnSignal = (running: RunningService, { logger, drainSeconds }: Booted): void => {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'draining');
    setTimeout(() => {
      logger.error('running work did not finish in time');
      process.exit(1);
    }, drainSeconds * 1_000).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'draining failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
};
