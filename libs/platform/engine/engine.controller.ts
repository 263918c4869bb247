import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import type { EngineAsk, EngineContract, EngineDescription, EngineReply } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import type { BusContext } from '../bus/handlers';
import { Answers, withAttachment } from '../bus/handlers';
import { Packed } from '../bus/packed';
import type { Logger } from '../logger';
import { LOGGER } from '../tokens';
import { DecidePool } from './decide-pool';
import type { SharedSnapshot } from './shared-snapshot';
import { describeEngine } from './describe-engine';
import { SnapshotShelf } from './snapshot-shelf';
import { taskState } from './task-state';

export const ENGINE = Symbol('engine');
export const BUILD = Symbol('build');

/** The whole service of any engine: its contract names the subjects, its pure core decides. */
export const engineController = (contract: EngineContract): new (...parts: never[]) => unknown => {
  @Controller()
  class EngineController {
    constructor(
      @Inject(ENGINE) private readonly engine: Engine,
      @Inject(BUILD) private readonly build: string,
      @Inject(DecidePool) private readonly pool: DecidePool,
      @Inject(SnapshotShelf) private readonly shelf: SnapshotShelf,
      @Inject(LOGGER) private readonly logger: Logger,
    ) {}

    @Answers(contract.decide)
    async decide(@Payload() ask: EngineAsk, @Ctx() { attachment, signal }: BusContext): Promise<EngineReply> {
      const [prices, pools, state] = await Promise.all([this.prices(ask), this.pools(ask), taskState(attachment)]);
      try {
        const { reply, projected } = await this.pool.decide({ ask, state, prices, pools, build: this.build }, signal);
        return withAttachment<EngineReply>(reply, new Packed(projected, { bytes: projected.bytes }));
      } catch (error) {
        if (error instanceof AppError && error.code === 'INTERNAL') this.logger.error({ err: error, decision_type: ask.envelope.decision_type }, 'the engine failed');
        throw error;
      }
    }

    @Answers(contract.describe)
    describe(): EngineDescription {
      return describeEngine(this.engine, this.build, process.env);
    }

    private prices({ facts, mode }: EngineAsk): Promise<SharedSnapshot[]> {
      if (!this.engine.needs.includes('prices')) return Promise.resolve([]);
      return Promise.all(Object.entries(facts.prices).map(async ([key, id]) => ({ key, id, bytes: await this.take(id, mode) })));
    }

    private async pools({ facts, mode }: EngineAsk): Promise<SharedSnapshot | null> {
      if (facts.pools === null || !this.engine.needs.includes('pools')) return null;
      return { key: 'pools', id: facts.pools, bytes: await this.take(facts.pools, mode) };
    }

    /** What a replay names may have expired for good; what is newest will be published anew. */
    private async take(id: string, mode: EngineAsk['mode']): Promise<Uint8Array> {
      try {
        return await this.shelf.take(id);
      } catch (error) {
        if (mode === 'replay' || !(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
        throw new AppError('NO_PRICE_DATA', 'the newest facts have left the blob store; they will be published anew', { cause: error });
      }
    }
  }
  return EngineController;
};
