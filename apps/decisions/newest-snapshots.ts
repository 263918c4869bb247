import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { DecisionEnvelope } from '@ml/contracts/decision';
import type { EngineContract, NamedFacts } from '@ml/contracts/engines';
import { forecastPublished } from '@ml/contracts/forecasts';
import type { ModelRef, ModelType } from '@ml/contracts/model-metadata';
import { activeModelPublished } from '@ml/contracts/models';
import { poolsPublished, type PoolsPublished } from '@ml/contracts/pools';
import { priceSnapshotPublished } from '@ml/contracts/pricing';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';

/** A bus that is up tells within milliseconds. */
const PATIENCE_MS = 5_000;
const NEWEST = { from: 'latest-per-key' } as const;

/** Ids of the newest shared facts: a decision names the facts it is made with. */
@Injectable()
export class NewestSnapshots implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly prices = new Map<string, string>();
  private readonly forecasts = new Map<string, string | null>();
  private readonly models = new Map<ModelType, ModelRef | null>();
  private pools: PoolsPublished | undefined;
  private heardOfPools = false;
  private watches: readonly Watch[] = [];

  constructor(@Inject(Bus) private readonly bus: Bus) {}

  async onApplicationBootstrap(): Promise<void> {
    const pools = await this.bus.watch(poolsPublished, NEWEST, (published) => {
      // Told again by a replica that had not heard of the newer one.
      if (published.revision >= (this.pools?.revision ?? 0)) this.pools = published;
    });
    const heard = pools.caughtUp.then(() => (this.heardOfPools = true));
    this.watches = [pools, ...(await this.watchOthers())];
    await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
  }

  private watchOthers(): Promise<readonly Watch[]> {
    return Promise.all([
      this.bus.watch(priceSnapshotPublished, NEWEST, ({ region, snapshot_id }) => {
        this.prices.set(region, snapshot_id);
      }),
      this.bus.watch(forecastPublished, NEWEST, ({ region, forecast_id }) => {
        this.forecasts.set(region, forecast_id);
      }),
      this.bus.watch(activeModelPublished, NEWEST, ({ model_type, model }) => {
        this.models.set(model_type, model);
      }),
    ]);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.watches.map((watch) => watch.stop()));
  }

  /** What the engine may need: the request's region when it names one, else every region. @throws AppError UNAVAILABLE while nobody knows yet which pools are risky */
  factsFor({ needs }: EngineContract, { requirements }: DecisionEnvelope): NamedFacts {
    const { region } = requirements;
    return {
      prices: needs.includes('prices') ? within(this.prices, region) : {},
      pools: needs.includes('pools') ? this.lessons() : null,
      ...(needs.includes('forecast') && { forecasts: within(this.forecasts, region) }),
      ...(needs.includes('usage_model') && { usage_model: this.models.get('resource_forecaster') ?? null }),
    };
  }

  /** null: nobody has published any. */
  private lessons(): string | null {
    if (!this.heardOfPools) throw new AppError('UNAVAILABLE', 'this replica has just started and has not heard yet which pools are risky; ask again');
    return this.pools?.snapshot_id ?? null;
  }
}

const within = <Id>(known: ReadonlyMap<string, Id>, region: unknown): Readonly<Record<string, Id>> => {
  const asked = [...known].filter(([name]) => typeof region !== 'string' || name === region);
  return Object.fromEntries(asked.sort(([a], [b]) => (a < b ? -1 : 1)));
};
