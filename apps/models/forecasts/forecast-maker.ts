import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Reason } from '@ml/contracts/decision';
import type { ForecastSnapshot } from '@ml/contracts/forecasts';
import type { ModelRef } from '@ml/contracts/model-metadata';
import type { PriceHistorySnapshot, PriceSnapshotPublished } from '@ml/contracts/pricing';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { readPacked } from '@ml/platform/blobs/read-packed';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import type { Market } from '../market/market';
import { PredictionJournal } from '../predictions/prediction-journal';
import { spreadRows } from '../predictions/spread-rows';
import { Serving, type ServedModel } from '../serving/serving';
import { onDemandOf } from './on-demand-of';
import { expectedInterruptions, expectedPrices, outlooksOf, type ExpectedPrice, type Said } from './outlooks';
import { interruptionPoolRows, pricePoolRows, type PoolRows } from './pool-rows';
import { runPools, unknownTo, type PoolAnswers } from './run-pools';

const DEFAULT_HORIZON_HOURS = 24;
const LOGGED_ROWS = 10;

/** The models that foretell pools now. */
export interface PoolModels {
  readonly price: ServedModel | undefined;
  readonly interruption: ServedModel | undefined;
}

/** One model's part: what it said, or why it said nothing. */
type Part<Value> = { readonly model: ModelRef; readonly said: Said<Value> } | { readonly fallback: Reason };

/** Has the active models say what they expect of every pool of one region. */
@Injectable()
export class ForecastMaker {
  private readonly nonsense;
  private readonly failures;

  constructor(
    @Inject(Serving) private readonly serving: Serving,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(PredictionJournal) private readonly journal: PredictionJournal,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.nonsense = metrics.counter({ name: 'ml_forecast_nonsense_total', help: 'Pools of which a model said what cannot be: no number, no price, no share', labels: ['model_type'] });
    this.failures = metrics.counter({ name: 'ml_forecast_failures_total', help: 'Runs over the pools of a region in which a model said nothing that could be used', labels: ['model_type'] });
  }

  /** Where no model said anything, `fallbacks` says why. */
  async make(market: Market, { history_id: historyId }: PriceSnapshotPublished, models: PoolModels): Promise<ForecastSnapshot> {
    const price = await this.prices(market, historyId, models.price);
    const interruption = await this.interruptions(market, models.interruption);
    return {
      schema: 1,
      region: market.snapshot.region,
      as_of: market.snapshot.as_of,
      price_snapshot: market.id,
      horizon_hours: models.price?.metadata.horizon_hours ?? DEFAULT_HORIZON_HOURS,
      models: { price: modelOf(price), interruption: modelOf(interruption) },
      fallbacks: [price, interruption].flatMap((part) => ('fallback' in part ? [part.fallback] : [])),
      pools: outlooksOf({ price: saidBy(price), interruption: saidBy(interruption) }),
    };
  }

  private async prices(market: Market, historyId: string | undefined, model: ServedModel | undefined): Promise<Part<ExpectedPrice>> {
    if (model === undefined) return { fallback: { code: 'NO_ACTIVE_MODEL', text: 'no model of type spot_price_predictor is active' } };
    if (historyId === undefined) return { fallback: { code: 'NO_FORECAST', text: 'there is no history of these prices' } };
    const history = await readPacked<PriceHistorySnapshot>(this.blobs, historyId);
    if (history === undefined) return { fallback: { code: 'NO_FORECAST', text: 'the history of these prices has expired' } };
    const pools = pricePoolRows(market, history);
    return this.part(model, pools, (answers) => expectedPrices(answers, pools.pools, (pool) => onDemandOf(market, pool)));
  }

  private interruptions(market: Market, model: ServedModel | undefined): Promise<Part<number>> {
    if (model === undefined) return Promise.resolve({ fallback: { code: 'NO_ACTIVE_MODEL', text: 'no model of type spot_predictor is active' } });
    const pools = interruptionPoolRows(market);
    return this.part(model, pools, (answers) => expectedInterruptions(answers, pools.pools));
  }

  private async part<Value>(model: ServedModel, pools: PoolRows, read: (answers: PoolAnswers) => readonly (Value | null)[]): Promise<Part<Value>> {
    const { name, version } = model.ref;
    const failed = (why: string): Part<Value> => {
      this.failures.inc({ model_type: model.type });
      return { fallback: { code: 'MODEL_FAILED', text: `${name} ${version} ${why}` } };
    };
    const unknown = unknownTo(pools, model);
    if (unknown.length > 0) return failed(`needs ${unknown.join(', ')}, which nobody knows of a pool`);
    if (pools.rows.length === 0) return { fallback: { code: 'NO_FORECAST', text: 'no pool was watched for long enough' } };
    try {
      const answers = await runPools(this.serving, model, pools);
      this.note(model, pools, answers);
      const values = read(answers);
      this.nonsense.inc({ model_type: model.type }, values.filter((value) => value === null).length);
      return values.every((value) => value === null) ? failed('said nothing that makes sense') : { model: model.ref, said: { pools: pools.pools, values } };
    } catch {
      return failed('could not be run');
    }
  }

  /** One entry for the whole run, with rows from all over it, others each time: drift is looked for in them. */
  private note({ ref, type }: ServedModel, { features, rows }: PoolRows, { columns, values, milliseconds }: PoolAnswers): void {
    const shown = spreadRows(rows.length, LOGGED_ROWS, Math.random());
    this.journal.note({
      ...{ prediction_id: uuid(), tenant: null, model: ref, model_type: type, prediction_type: 'pool_forecast', role: 'champion', shadow_of: null, rows: rows.length },
      input: { features, rows: shown.map((row) => (rows[row] ?? []).map((value) => (Number.isNaN(value) ? null : value))) },
      output: { columns, rows: shown.map((row) => [...values.subarray(row * columns.length, (row + 1) * columns.length)]) },
      ...{ confidence: null, fallback: null, latency_ms: milliseconds, at: this.clock.now().toISOString() },
    });
  }
}

const modelOf = (part: Part<unknown>): ModelRef | null => ('model' in part ? part.model : null);
const saidBy = <Value>(part: Part<Value>): Said<Value> | null => ('said' in part ? part.said : null);
