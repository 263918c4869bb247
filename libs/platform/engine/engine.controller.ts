import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import type { EngineAsk, EngineContract, EngineDescription, EngineReply } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import type { BusContext } from '../bus/handlers';
import { Answers, withAttachment } from '../bus/handlers';
import { Packed } from '../bus/packed';
import type { Logger } from '../logger';
import { phaseTimer, type PhaseTimer } from '../decision-phases';
import { Metrics } from '../metrics';
import { LOGGER } from '../tokens';
import { DecidePool } from './decide-pool';
import { describeEngine } from './describe-engine';
import { EngineFacts } from './engine-facts';
import { BUILD, ENGINE } from './engine-tokens';
import { taskState } from './task-state';

/** The whole service of any engine: its contract names the subjects, its pure core decides. */
export const engineController = (contract: EngineContract): new (...parts: never[]) => unknown => {
  @Controller()
  class EngineController {
    private readonly time: PhaseTimer;

    constructor(
      @Inject(ENGINE) private readonly engine: Engine,
      @Inject(BUILD) private readonly build: string,
      @Inject(DecidePool) private readonly pool: DecidePool,
      @Inject(EngineFacts) private readonly facts: EngineFacts,
      @Inject(LOGGER) private readonly logger: Logger,
      @Inject(Metrics) metrics: Metrics,
    ) {
      this.time = phaseTimer(metrics);
    }

    @Answers(contract.decide)
    async decide(@Payload() ask: EngineAsk, @Ctx() { attachment, signal }: BusContext): Promise<EngineReply> {
      const [facts, state] = await this.time('fetch', () => Promise.all([this.facts.fetch(ask), taskState(attachment, ask.state_form)]));
      const line = this.facts.line(ask);
      try {
        const { reply, projected } = await this.pool.decide({ ask, state, ...facts, line: line?.port, build: this.build }, signal);
        return withAttachment<EngineReply>(reply, new Packed(projected, { bytes: projected.bytes }));
      } catch (error) {
        if (error instanceof AppError && error.code === 'INTERNAL') this.logger.error({ err: error, decision_type: ask.envelope.decision_type }, 'the engine failed');
        throw error;
      } finally {
        line?.close();
      }
    }

    @Answers(contract.describe)
    describe(): EngineDescription {
      return describeEngine(this.engine, this.build, process.env);
    }
  }
  return EngineController;
};
