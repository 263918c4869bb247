import { Inject, Injectable } from '@nestjs/common';
import { LONGEST_HORIZON_HOURS, type PastPriceTable } from '@ml/contracts/price-coverage';
import { mostPlausible } from '@ml/domain/models/output-places';
import { notJudged, type RefreshCheck } from '@ml/domain/models/verdict';
import { backTestCheck, priceAnswersCheck } from '@ml/domain/models/verdict-prices';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { HOUR_MS } from '@ml/units/time';
import { onDemandOf } from '../forecasts/on-demand-of';
import { pricePoolRows } from '../forecasts/pool-rows';
import { runPools } from '../forecasts/run-pools';
import type { Market } from '../market/market';
import type { ModelsSettings } from '../settings';
import { FreshPrices, type FreshMarket } from './fresh-prices';
import { lookedAt, unlessItFails, type Look } from './look';

const DEFAULT_HORIZON_HOURS = 24;
const NOTHING_SAID = { columns: [], values: [] } as const;

/** Judges a model that foretells prices: by what it says of the newest ones, and by what it would have said a horizon ago of what came since. */
@Injectable()
export class PriceJudge {
  constructor(
    @Inject(FreshPrices) private readonly prices: FreshPrices,
    @Inject(SETTINGS) private readonly settings: Pick<SettingsOf<ModelsSettings>, 'refreshMaxErrorRatio'>,
  ) {}

  /** @throws AppError what keeps prices from being had */
  async judge(look: Look): Promise<readonly RefreshCheck[]> {
    const { trial, region } = look;
    const hours = trial.model.metadata.horizon_hours ?? DEFAULT_HORIZON_HOURS;
    const past = canBeTested(hours) ? await this.prices.past(look, hours) : undefined;
    const newest = past === undefined ? 0 : Date.parse(past.as_of) + past.horizon_hours * HOUR_MS;
    const fresh = await this.prices.market(look, newest);
    if (fresh === undefined) return [notJudged(`answers:${region}`, `there are no prices of ${region} to judge by`)];
    const answers = await unlessItFails(`answers:${region}`, () => this.answers(look, fresh));
    const tested = await unlessItFails(`back_test:${region}`, () => this.backTest({ look, hours, past }, fresh.market));
    return [...answers, ...tested];
  }

  private async answers(look: Look, fresh: FreshMarket): Promise<readonly RefreshCheck[]> {
    const { trial } = look;
    const { market } = fresh;
    const { region, as_of } = market.snapshot;
    const history = await this.prices.history(fresh);
    if (history === undefined) return [notJudged(`answers:${region}`, `the history of the prices of ${region} is not there; it is made with the next snapshot`)];
    const rows = lookedAt(look, pricePoolRows(market, history));
    const most = rows.pools.map((pool) => mostPlausible(onDemandOf(market, pool), pool.price));
    const said = most.length === 0 ? NOTHING_SAID : await runPools(trial, trial.model, rows);
    return [priceAnswersCheck({ ...said, region, as_of, most })];
  }

  private async backTest({ look, hours, past }: Tested, market: Market): Promise<readonly RefreshCheck[]> {
    const { trial, region } = look;
    if (!canBeTested(hours)) return [notJudged(`back_test:${region}`, `the model looks ${String(hours)} h ahead; whole hours from 1 to ${String(LONGEST_HORIZON_HOURS)} can be compared with what came`)];
    const rows = past === undefined ? NO_ROWS : lookedAt(look, pricePoolRows(market, past));
    const said = rows.pools.length === 0 ? NOTHING_SAID : await runPools(trial, trial.model, rows);
    const priced = new Map(past?.pools.map((pool) => [nameOf(pool), pool]));
    const came = rows.pools.flatMap((pool) => priced.get(nameOf(pool)) ?? []);
    const { metrics } = trial.model.metadata;
    const times = { as_of: past?.as_of ?? '', horizon_hours: hours };
    const test = { then: came.map(({ price }) => price), later: came.map(({ later }) => later), trained: metrics['mae'], ratio: this.settings.refreshMaxErrorRatio };
    return [backTestCheck({ ...said, ...times, ...test, region })];
  }
}

interface Tested {
  readonly look: Look;
  readonly hours: number;
  readonly past: PastPriceTable | undefined;
}

const NO_ROWS = { features: [], pools: [], rows: [] } as const;

const canBeTested = (hours: number): boolean => Number.isInteger(hours) && hours >= 1 && hours <= LONGEST_HORIZON_HOURS;

const nameOf = (pool: Pick<PastPriceTable['pools'][number], 'instance_type' | 'availability_zone' | 'product'>): string => `${pool.instance_type} ${pool.availability_zone} ${pool.product}`;
