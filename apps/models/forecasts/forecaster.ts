import { AsyncResource } from 'node:async_hooks';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { forecastPublished, type ForecastPublished, type ForecastSnapshot } from '@ml/contracts/forecasts';
import type { PriceSnapshotPublished } from '@ml/contracts/pricing';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { PriceShelf } from '../market/price-shelf';
import { Serving } from '../serving/serving';
import { isCovered, isForOthers, isSilent, publishedModels } from './is-covered';
import { ForecastMaker, type PoolModels } from './forecast-maker';
import { Retries } from './retries';

const compress = promisify(zstdCompress);
/** Prices of several regions come at once, and every replica hears of them: whoever is first spares the others the work. */
const PAUSE_MS = 300;
const JITTER_MS = 700;
/** What failed, and what nobody announced. */
const LOOK_MS = 30_000;
/** For so long after a start a missing model is not yet there, and then it is not active. */
const LOADING_MS = 60_000;

/** Keeps a forecast of every region that has prices, for as long as models that foretell pools are active. */
@Injectable()
export class Forecaster implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly told = new Map<string, ForecastPublished>();
  private readonly ownAt = new Map<string, string>();
  private readonly due = new Set<string>();
  private readonly retries = new Retries();
  private readonly stops: (() => unknown)[] = [];
  private watch: Watch | undefined;
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopping = false;
  private readonly startedAt = performance.now();
  // Bound here: what somebody's activation sets off is not done in that call's name, nor by its deadline.
  private readonly wake = AsyncResource.bind(() => {
    this.timer = undefined;
    this.working = this.working.then(() => this.work());
  });

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(PriceShelf) private readonly shelf: PriceShelf,
    @Inject(Serving) private readonly serving: Serving,
    @Inject(ForecastMaker) private readonly maker: ForecastMaker,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.watch = await this.bus.watch(forecastPublished, { from: 'latest-per-key' }, (published) => {
      this.told.set(published.region, published);
    });
    const everywhere = (): void => this.soon(this.shelf.all().map(({ region }) => region));
    const look = setInterval(everywhere, LOOK_MS);
    const afresh = (): void => {
      this.retries.forget();
      everywhere();
    };
    this.stops.push(this.shelf.onChange(({ region }) => this.soon([region])), this.serving.onChange(afresh), () => clearInterval(look));
    everywhere();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    for (const stop of this.stops) stop();
    await this.watch?.stop();
    await this.working;
  }

  private soon(regions: readonly string[]): void {
    for (const region of regions) this.due.add(region);
    if (this.due.size === 0 || this.stopping) return;
    this.timer ??= setTimeout(this.wake, PAUSE_MS + Math.random() * JITTER_MS);
  }

  /** One region after the other: a host has others to serve. */
  private async work(): Promise<void> {
    for (const region of [...this.due]) {
      if (this.stopping) return;
      this.due.delete(region);
      try {
        await this.renew(region);
      } catch (error) {
        // Not the models: what they are told or where it is kept was away, and is back in a moment.
        this.retries.forget();
        this.logger.warn({ region, error: String(error) }, 'what models expect of the pools could not be told yet');
      }
    }
  }

  private async renew(region: string): Promise<void> {
    const published = this.shelf.newest(region);
    const models: PoolModels = { price: this.serving.champion({ type: 'spot_price_predictor' }), interruption: this.serving.champion({ type: 'spot_predictor' }) };
    // Of a region that is known from the built-in catalogue only there is nothing to foretell.
    if (published === undefined || published.pools === 0 || this.isLoading() || isCovered(this.told.get(region), published, models)) return;
    if (!this.serving.ready() && isForOthers({ told: this.told.get(region), ownAt: this.ownAt.get(region) }, published, models)) return;
    if (models.price === undefined && models.interruption === undefined) await this.tell(published, null, null);
    else await this.foretell(published, models);
  }

  private isLoading(): boolean {
    return !this.serving.ready() && performance.now() - this.startedAt < LOADING_MS;
  }

  private async foretell(published: PriceSnapshotPublished, models: PoolModels): Promise<void> {
    const { region } = published;
    if (!this.retries.isDue(published)) return;
    const market = await this.shelf.market(region);
    // Newer prices have come meanwhile: they have made the region due again.
    if (market.id !== published.snapshot_id) return;
    const forecast = await this.maker.make(market, published, models);
    const told = this.told.get(region);
    if (isSilent(forecast)) {
      this.logger.warn({ region, why: forecast.fallbacks }, 'no model could foretell these pools');
      // What was said of the very same prices still holds; of others it would only be out of date.
      if (told?.price_snapshot === market.id && told.forecast_id !== null) return;
    }
    const id = await this.blobs.put(await compress(Buffer.from(JSON.stringify(forecast))), 'snapshot');
    if (told?.forecast_id !== id) await this.tell(published, forecast, id);
  }

  private async tell({ region, snapshot_id, as_of }: PriceSnapshotPublished, forecast: ForecastSnapshot | null, forecast_id: string | null): Promise<void> {
    const published_at = new Date().toISOString();
    const body: ForecastPublished = { region, forecast_id, price_snapshot: snapshot_id, models: publishedModels(forecast), as_of, published_at };
    // Not by its content alone: a model that is activated again within minutes makes a forecast that there was before.
    await this.bus.publish(forecastPublished, body, { id: `forecast:${region}:${forecast_id ?? 'none'}:${published_at}`, key: region });
    this.told.set(region, body);
    this.ownAt.set(region, published_at);
    this.logger.info({ region, forecast: forecast_id, pools: forecast?.pools.length ?? 0, models: body.models }, 'what models expect of the pools is told');
  }
}
