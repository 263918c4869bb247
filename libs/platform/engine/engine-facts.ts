import { Inject, Injectable } from '@nestjs/common';
import type { EngineAsk } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import { Bus } from '../bus/bus';
import { ENGINE } from './engine-tokens';
import { fetchFacts, type FetchedFacts } from './fetch-facts';
import { openModelLine, type ModelLine } from './model-line';
import { SnapshotShelf } from './snapshot-shelf';

/** Where the facts of a decision come from: snapshots at hand, and a model that is asked for this one decision. */
@Injectable()
export class EngineFacts {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(SnapshotShelf) private readonly shelf: SnapshotShelf,
    @Inject(Bus) private readonly bus: Bus,
  ) {}

  /** @throws AppError as `fetchFacts` */
  fetch(ask: EngineAsk): Promise<FetchedFacts> {
    return fetchFacts(ask, this.engine, this.shelf);
  }

  /** undefined where no model is to be asked: a replay brings the answers along. */
  line({ facts: { usage_model: model, usage_answers: answers } }: EngineAsk): ModelLine | undefined {
    const asks = this.engine.needs.includes('usage_model') && model !== undefined && model !== null && answers === undefined;
    return asks ? openModelLine(this.bus, model) : undefined;
  }
}
