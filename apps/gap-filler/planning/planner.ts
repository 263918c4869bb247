import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import type { FetchBasis, FetchScope } from '@ml/contracts/price-coverage';
import type { FetchDataType } from '@ml/contracts/pricing';
import { estimateChanges } from '@ml/domain/gaps/estimate-changes';
import type { Window } from '@ml/domain/gaps/missing-days';
import { isListStale, planRegion, type RegionChunk } from '@ml/domain/gaps/plan-region';
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
/** Linux and Windows. */
const ADVISOR_SYSTEMS = 2;

/** What is known when a plan is made. */
interface Known extends Window {
  readonly scope: FetchScope;
  readonly bases: readonly FetchBasis[];
  readonly now: Date;
}

/** One kind of data of one region. */
interface Piece {
  readonly data_type: FetchDataType;
  readonly region: string;
  readonly chunks: readonly RegionChunk[];
}

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
    const scope = await this.prices.scope(ask);
    const known: Known = { ...window, now, scope, bases: await this.prices.bases(scope, window) };
    const pieces = ask.data_types.flatMap((data_type) => piecesOf(ask, data_type, known));
    refuseTooMany(pieces);
    const orders = pieces.flatMap((piece) => this.ordersOf(piece, ask));
    const expected_records = orders.reduce((sum, order) => sum + (order.estimated_records ?? 0), 0);
    return {
      regions: scope.regions,
      instance_types: scope.instance_types,
      orders,
      expected_records,
      expected_seconds: secondsFor(expected_records, await readFetchRate(this.database)),
      notes: planNotes({ ask, ...known, orders }),
    };
  }

  private ordersOf({ data_type, region, chunks }: Piece, { lane }: PlanAsk): readonly PlannedOrder[] {
    const orders: PlannedOrder[] = [];
    for (let next = 0; next < chunks.length; next += MAX_ORDER_CHUNKS) {
      const some = chunks.slice(next, next + MAX_ORDER_CHUNKS).map((chunk, index) => ({ chunk: index, ...chunk }));
      const estimated_records = some.reduce((sum, chunk) => sum + chunk.expected_records, 0);
      orders.push({ task_id: uuid(), data_type, region, lane, page_size: this.settings.batchSize, estimated_records, chunks: some });
    }
    return orders;
  }
}

const piecesOf = (ask: PlanAsk, data_type: FetchDataType, { scope, bases, now, from, until }: Known): readonly Piece[] => {
  if (data_type === 'spot_advisor') return [advisorOf(scope)];
  const rates = estimateChanges(bases);
  const anewFrom = ask.refetch ? from : (ask.anewFrom ?? until);
  const isWanted = (basis: FetchBasis): boolean => data_type !== 'on_demand_prices' || ask.refetch || ask.skipFreshLists !== true || isListStale(basis, now);
  return bases
    .filter(isWanted)
    .map((basis) => ({ data_type, region: basis.region, chunks: planRegion({ data_type, basis, instance_types: scope.instance_types, rates, anewFrom, from, until }) }));
};

/** One file for all regions. */
const advisorOf = ({ regions, known_types }: FetchScope): Piece => {
  const expected_records = known_types * ADVISOR_SYSTEMS * regions.length;
  return { data_type: 'spot_advisor', region: '*', chunks: [{ instance_types: [], start_at: null, end_at: null, expected_records }] };
};

const refuseTooMany = (pieces: readonly Piece[]): void => {
  const chunks = pieces.reduce((sum, piece) => sum + piece.chunks.length, 0);
  if (chunks <= MAX_CHUNKS) return;
  const limit = `this would take ${chunks} pieces, and ${MAX_CHUNKS} are the most at once; name fewer regions, fewer instance types or a shorter time`;
  throw new AppError('BAD_FIELD', limit, { path: 'instance_types', details: { chunks, limit: MAX_CHUNKS } });
};
