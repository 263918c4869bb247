import { Controller, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import type { EngineType } from '@ml/contracts/engine-types';
import { ENGINES, type EngineAsk, type EngineContract, type EngineReply } from '@ml/contracts/engines';
import type { Owner } from '@ml/contracts/wire';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { Answers, withAttachment } from '@ml/platform/bus/handlers';
import { PlatformModule } from '@ml/platform/platform-module';
import { decisionRecord } from '@ml/testing/decision-record';
import type { RealServers } from '@ml/testing/real';
import { DecisionsModule } from '../decisions.module';
import { decisionsSettings } from '../settings';

export interface Served {
  readonly booted: Booted;
  close(): Promise<void>;
}

export const serve = async (servers: RealServers, owner: Owner, { module, env = {} }: { readonly module: Type<unknown> | DynamicModule; readonly env?: Readonly<Record<string, string>> }): Promise<Served> => {
  const settings = owner === 'decisions' ? decisionsSettings : {};
  const booted = await bootService(owner, settings, { ...servers.envOf(owner), LOG_FILE: '/dev/null', ...env });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), module] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  const close = async (): Promise<void> => {
    await app.close();
    await booted.close();
  };
  return { booted, close };
};

/** One replica of the service under test. */
export const serveDecisions = (servers: RealServers, env: Readonly<Record<string, string>> = {}): Promise<Served> =>
  serve(servers, 'decisions', { module: DecisionsModule, env: { SCAN_POLL_SECONDS: '1', ...env } });

/** What an engine was asked, and what it does before it answers. */
export interface StandIn extends Served {
  readonly asked: EngineAsk[];
  before: (ask: EngineAsk) => Promise<void>;
}

const { answer } = decisionRecord({ savings: [60, 40] });
const { evidence, recommendations, held, execution_plan, preconditions, valid_until, warnings, missing } = answer;
const DECISION = { verdict: 'act', recommendations, held, confidence_score: 0.9, estimated_savings: 100, estimated_annual_savings: 1_200, execution_plan, preconditions, valid_until, warnings, missing, evidence, extra: {} } as const;

/** An engine that always recommends the same, in the place of a real one. */
export const serveEngine = async (servers: RealServers, type: EngineType): Promise<StandIn> => {
  const contract = Object.values(ENGINES).find((engine) => engine.type === type) as EngineContract;
  const version = contract.versions.at(-1) ?? '1.0.0';
  const state: { asked: EngineAsk[]; before: (ask: EngineAsk) => Promise<void> } = { asked: [], before: () => Promise.resolve() };

  @Controller()
  class Engine {
    @Answers(contract.decide)
    async decide(@Payload() ask: EngineAsk): Promise<EngineReply> {
      state.asked.push(ask);
      await state.before(ask);
      const hashes = { config_hash: 'c', state_hash: 's', price_snapshot: null, pool_snapshot: null, build: 'test' };
      return withAttachment<EngineReply>({ engine: { name: type, version }, decision: DECISION, remember: [], config: {}, ...hashes }, Buffer.from(ask.envelope.cluster_id));
    }

    @Answers(contract.describe)
    describe() {
      return { type, versions: [{ version, config: {}, config_hash: 'c' }], build: 'test' };
    }
  }

  @Module({ controllers: [Engine] })
  class EngineModule {}

  return Object.assign(state, await serve(servers, contract.owner, { module: EngineModule }));
};
