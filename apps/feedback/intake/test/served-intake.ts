import { NestFactory } from '@nestjs/core';
import { afterAll } from 'vitest';
import type { Owner } from '@ml/contracts/wire';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { PlatformModule } from '@ml/platform/platform-module';
import type { RealServers } from '@ml/testing/real';
import { FeedbackModule } from '../../feedback.module';
import { feedbackSettings } from '../../settings';

type Servers = Pick<RealServers, 'envOf'>;
type Env = Readonly<Record<string, string>>;

const QUIET = { LOG_LEVEL: 'error', LOG_FILE: '/dev/null' };

export interface ServedIntake {
  readonly booted: Booted;
  close(): Promise<void>;
}

/** One replica of the whole service, in the spec's own process; it ends with the file at the latest. */
export const serveFeedback = async (servers: Servers, env: Env = {}): Promise<ServedIntake> => {
  const booted = await bootService('feedback', feedbackSettings, { ...servers.envOf('feedback'), ...QUIET, ...env });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), FeedbackModule] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= app.close().then(() => booted.close()));
  afterAll(close);
  return { booted, close };
};

/** The bus as another service sees it. */
export const onTheBus = async (servers: Servers, owner: Owner): Promise<Booted> => {
  const booted = await bootService(owner, {}, { ...servers.envOf(owner), ...QUIET });
  afterAll(() => booted.close());
  return booted;
};
