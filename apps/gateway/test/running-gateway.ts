import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { afterAll } from 'vitest';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { askDecide, askDecision, type DecideAsk } from '@ml/contracts/decisions';
import { AppError } from '@ml/contracts/app-error';
import { ENGINES, type EngineDescription } from '@ml/contracts/engines';
import { askSpotPrices, type Paged, type SpotPriceQuery, type SpotPriceRow } from '@ml/contracts/pricing';
import type { Owner } from '@ml/contracts/wire';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { sizeOf } from '@ml/platform/bus/packed';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { NestLogger } from '@ml/platform/nest-logger';
import { PlatformModule } from '@ml/platform/platform-module';
import type { RealServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { SpotAnswerDto } from '@ml/contracts/dto/spot-answer-dto';
import { GatewayModule } from '../gateway.module';
import { createApp } from '../http/create-app';
import { gatewaySettings, type GatewaySettings } from '../settings';

export const PLATFORM_KEY = 'a-platform-key-for-specs-0123456789';
export const ADMIN_KEY = 'an-admin-key-for-specs-0123456789';
export const TENANT_DECISION = '019a7b1e-8c00-7000-8000-00000000000a';

/** What the stand-in for `decisions` was asked, and what it does then. */
export const decisions = {
  asked: [] as { readonly ask: DecideAsk; readonly bytes: number; readonly context: BusContext['call'] }[],
  behave: (ask: DecideAsk): Promise<DecisionAnswer> => Promise.resolve(answerTo(ask)),
};

export const answerTo = ({ envelope }: DecideAsk): DecisionAnswer =>
  ({ ...exampleOf(SpotAnswerDto), request_id: envelope.request_id, cluster_id: envelope.cluster_id }) as unknown as DecisionAnswer;

@Controller()
class StandIn {
  @Answers(askDecide)
  decide(@Payload() ask: DecideAsk, @Ctx() { attachment, call }: BusContext): Promise<DecisionAnswer> {
    decisions.asked.push({ ask, bytes: sizeOf(attachment), context: call });
    return decisions.behave(ask);
  }

  @Answers(askDecision)
  byId(@Payload() { decision_id }: { readonly decision_id: string }, @Ctx() { call }: BusContext): unknown {
    if (decision_id === TENANT_DECISION && (call.tenant === null || call.tenant === 'acme')) return { decision_id, outcomes: [] };
    throw new AppError('NOT_FOUND', 'there is no such decision', { path: 'decision_id' });
  }
}

@Controller()
class PriceStandIn {
  @Answers(askSpotPrices)
  spot(@Payload() { limit, offset }: SpotPriceQuery): Paged<SpotPriceRow> {
    const row = { instance_type: 'm5.large', availability_zone: 'us-east-1a', az: 'us-east-1a', region: 'us-east-1', product_description: 'Linux/UNIX', spot_price: '0.0365000000', timestamp: '2026-11-20T09:58:12Z' };
    return { rows: offset === 0 ? Array.from({ length: Math.min(limit, 3) }, () => row) : [], total: 3 };
  }
}

@Controller()
class EngineStandIn {
  @Answers(ENGINES.spot_optimize.describe)
  describe(): EngineDescription {
    return { type: 'spot_optimizer', versions: [], build: 'spec' };
  }
}

@Module({ controllers: [EngineStandIn] })
export class SpotOptimizerStandIn {}

@Module({ controllers: [StandIn] })
export class DecisionsStandIn {}

@Module({ controllers: [PriceStandIn] })
export class PricingStandIn {}

const boot = (servers: Pick<RealServers, 'envOf'>, owner: Owner, more: Readonly<Record<string, string>>): Promise<Booted> =>
  bootService(owner, owner === 'gateway' ? gatewaySettings : {}, { ...servers.envOf(owner), LOG_LEVEL: 'error', LOG_FILE: '/dev/null', ...more });

/** Answers in the place of a real service until the file ends. */
export const standIn = async (servers: Pick<RealServers, 'envOf'>, owner: Owner, module: Type<unknown>): Promise<Booted> => {
  const booted = await boot(servers, owner, {});
  const app = await NestFactory.createMicroservice(module, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  afterAll(async () => {
    await app.close();
    await booted.close();
  });
  return booted;
};

export interface RunningGateway {
  readonly url: string;
  readonly booted: Booted;
  readonly app: Awaited<ReturnType<typeof createApp>>;
}

/** The real application on a free port. */
export const runningGateway = async (servers: Pick<RealServers, 'envOf'>, env: Readonly<Record<string, string>> = {}): Promise<RunningGateway> => {
  const booted = await boot(servers, 'gateway', { ML_BOOTSTRAP_PLATFORM_KEY: PLATFORM_KEY, ML_BOOTSTRAP_ADMIN_KEY: ADMIN_KEY, KEY_POLL_SECONDS: '1', ...env });
  const module = { module: class Root {}, imports: [PlatformModule.with(booted), GatewayModule] };
  const app = await createApp(module, booted.settings as GatewaySettings, new NestLogger(booted.logger));
  await app.listen(0, '127.0.0.1');
  afterAll(async () => {
    await app.close();
    await booted.close();
  });
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, booted, app };
};
