import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import type { DecisionType } from '@ml/contracts/engine-types';
import { ENGINES, type EngineAsk, type EngineReply } from '@ml/contracts/engines';
import type { Booted } from '@ml/platform/boot-service';
import { Answers, withAttachment, type BusContext } from '@ml/platform/bus/handlers';
import { Packed } from '@ml/platform/bus/packed';
import { createDecideTask } from '@ml/platform/engine/decide-task';
import { describeEngine } from '@ml/platform/engine/describe-engine';
import { fetchFacts } from '@ml/platform/engine/fetch-facts';
import { taskState } from '@ml/platform/engine/task-state';
import { ENGINE_CATALOGUE } from '@ml/testing/engine-catalogue';
import type { RealServers } from '@ml/testing/real';
import { serve, type Served } from './served';

export interface InlineEngine extends Served {
  readonly asked: EngineAsk[];
}

/** A real engine, in this process instead of threads of its own. */
export const serveInline = async (servers: RealServers, type: DecisionType, blobs: Booted['blobs']): Promise<InlineEngine> => {
  const contract = ENGINES[type];
  const engine = ENGINE_CATALOGUE[type];
  const decideTask = createDecideTask(engine, {});
  const asked: EngineAsk[] = [];

  @Controller()
  class Engine {
    @Answers(contract.decide)
    async decide(@Payload() ask: EngineAsk, @Ctx() { attachment }: BusContext): Promise<EngineReply> {
      asked.push(ask);
      const facts = await fetchFacts(ask, engine, { take: (id) => blobs.get(id) });
      const result = await decideTask({ ask, state: await taskState(attachment, ask.state_form), ...facts, build: 'test' });
      if (!result.ok) throw AppError.fromBody(result.error);
      return withAttachment<EngineReply>(result.reply, new Packed(result.projected, { bytes: result.projected.bytes }));
    }

    @Answers(contract.describe)
    describe() {
      return describeEngine(engine, 'test', {});
    }
  }

  @Module({ controllers: [Engine] })
  class EngineModule {}

  return { asked, ...(await serve(servers, contract.owner, { module: EngineModule })) };
};
