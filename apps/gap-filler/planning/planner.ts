import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import { expectedOf, planPieces, type Piece } from '@ml/domain/gaps/plan-pieces';
import { secondsFor } from '@ml/domain/gaps/seconds-for';
import { withinReach } from '@ml/domain/gaps/within-reach';
import { Database } from '@ml/persistence/database';
import { readFetchRate } from '@ml/persistence/stores/gap-filler/fetch-rate';
import type { PlannedOrder } from '@ml/persistence/stores/gap-filler/planned-order';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { GapFillerSettings } from '../settings';
import type { FetchPlan, PlanAsk } from './fetch-plan';
import { planNotes } from './plan-notes';
import { PriceKnowledge } from './price-knowledge';

/** 90 days of 800 types in 20 regions, all cut as small as they may be, are about as many. */
const MAX_CHUNKS = 20_000;
/** An order travels as one message: 50 names of 15 letters a chunk are 0.4 MB. */
const MAX_ORDER_CHUNKS = 500;

/** Cuts what somebody wants into orders that pricing carries out. */
@Injectable()
export class Planner {
  constructor(
    @Inject(PriceKnowledge) private readonly prices: PriceKnowledge,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SettingsOf<GapFillerSettings>,
  ) {}

  /** @throws AppError UNKNOWN_REGION, UNKNOWN_INSTANCE_TYPE; BAD_FIELD when it would be too much at once; UNAVAILABLE */
  async plan(ask: PlanAsk): Promise<FetchPlan> {
    const now = this.clock.now();
    const window = withinReach(ask, now);
    const scope = await this.prices.scope({ instance_types: ask.instance_types, regions: ask.regions });
    const bases = await this.prices.bases(scope, window);
    const anewFrom = ask.refetch ? window.from : (ask.anewFrom ?? window.until);
    const freshAt = ask.skipFreshLists === true && !ask.refetch ? now : null;
    const pieces = planPieces({ data_types: ask.data_types, scope, bases, ...window, anewFrom, freshAt });
    refuseTooMany(pieces);
    const expected_records = expectedOf(pieces);
    return {
      regions: scope.regions,
      instance_types: scope.instance_types,
      orders: pieces.flatMap((piece) => this.ordersOf(piece, ask)),
      expected_records,
      expected_seconds: secondsFor(expected_records, await readFetchRate(this.database)),
      notes: planNotes({ ask, ...window, scope, bases, pieces }),
    };
  }

  private ordersOf({ data_type, region, chunks }: Piece, { lane }: PlanAsk): readonly PlannedOrder[] {
    const orders: PlannedOrder[] = [];
    for (let next = 0; next < chunks.length; next += MAX_ORDER_CHUNKS) {
      const some = chunks.slice(next, next + MAX_ORDER_CHUNKS);
      const estimated_records = expectedOf([{ data_type, region, chunks: some }]);
      orders.push({ task_id: uuid(), data_type, region, lane, page_size: this.settings.batchSize, estimated_records, chunks: some.map((chunk, index) => ({ chunk: index, ...chunk })) });
    }
    return orders;
  }
}

const refuseTooMany = (pieces: readonly Piece[]): void => {
  const chunks = pieces.reduce((sum, piece) => sum + piece.chunks.length, 0);
  if (chunks <= MAX_CHUNKS) return;
  const limit = `this would take ${chunks} pieces, and ${MAX_CHUNKS} are the most at once; name fewer regions, fewer instance types or a shorter time`;
  throw new AppError('BAD_FIELD', limit, { path: 'instance_types', details: { chunks, limit: MAX_CHUNKS } });
};
