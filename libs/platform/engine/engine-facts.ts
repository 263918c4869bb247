import { Inject, Injectable } from '@nestjs/common';
import type { EngineAsk } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import { Bus } from '../bus/bus';
import { ENGINE } from './engine-tokens';
import { fetchFacts, type FetchedFacts } from './fetch-facts';
import { openModelLine, type ModelLine, type Overdue } from './model-line';
import { SnapshotShelf } from './snapshot-shelf';

/** A model that did not answer in time holds up nobody else for so long: each who waits for it keeps a thread. */
const SPARED_MS = 5_000;

/** Where the facts of a decision come from: snapshots at hand, and a model that is asked for this one decision. */
@Injectable()
export class EngineFacts {
  private sparedUntil = 0;
  private readonly overdue: Overdue = {
    isSpared: () => performance.now() < this.sparedUntil,
    note: () => (this.sparedUntil = performance.now() + SPARED_MS),
  };

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(SnapshotShelf) private readonly shelf: SnapshotShelf,
    @Inject(Bus) private readonly bus: Bus,
  ) {}

  /** @throws AppError as `fetchFacts` */
  fetch(ask: EngineAsk): Promise<FetchedFacts> {
    return fetchFacts(ask, this.engine, this.shelf);
  }

  /** undefined where no model is to be asked: whoever decides again brings the answers along, or there were none then. */
  line({ mode, facts: { usage_model: model, usage_answers: answers } }: EngineAsk): ModelLine | undefined {
    if (!this.engine.needs.includes('usage_model') || model === undefined || model === null || answers !== undefined || mode === 'replay') return undefined;
    return openModelLine(this.bus, model, this.overdue);
  }
}
