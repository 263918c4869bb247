import { Inject, Injectable } from '@nestjs/common';
import type { EngineAsk } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import { Bus } from '../bus/bus';
import { ENGINE } from './engine-tokens';
import { fetchFacts, type FetchedFacts } from './fetch-facts';
import { openModelLine, type ModelLine } from './model-line';
import { SnapshotShelf } from './snapshot-shelf';

/** A model that did not answer in time holds up nobody else for so long: each who waits for it keeps a thread. */
const SPARED_MS = 5_000;

/** Where the facts of a decision come from: snapshots at hand, and a model that is asked for this one decision. */
@Injectable()
export class EngineFacts {
  private sparedUntil = 0;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(SnapshotShelf) private readonly shelf: SnapshotShelf,
    @Inject(Bus) private readonly bus: Bus,
  ) {}

  /** @throws AppError as `fetchFacts` */
  fetch(ask: EngineAsk): Promise<FetchedFacts> {
    return fetchFacts(ask, this.engine, this.shelf);
  }

  /** undefined where no model is to be asked: a replay brings the answers along, and one that was overdue a moment ago is spared. */
  line({ facts: { usage_model: model, usage_answers: answers } }: EngineAsk): ModelLine | undefined {
    const asks = this.engine.needs.includes('usage_model') && model !== undefined && model !== null && answers === undefined;
    if (!asks || performance.now() < this.sparedUntil) return undefined;
    return openModelLine(this.bus, model, () => (this.sparedUntil = performance.now() + SPARED_MS));
  }
}
