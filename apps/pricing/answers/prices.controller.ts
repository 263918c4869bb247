import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  askOnDemandPrices,
  askPricingStats,
  askSpotAdvisor,
  askSpotPrices,
  type OnDemandPriceRow,
  type Paged,
  type PricingStats,
  type SpotAdvisorRow,
  type SpotPriceQuery,
  type SpotPriceRow,
  type TypeQuery,
} from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { onDemandPricePage, spotAdvisorPage, spotPricePage } from '@ml/persistence/stores/pricing/read-prices';
import { pricingStats } from '@ml/persistence/stores/pricing/read-stats';
import { newestSnapshots } from '@ml/persistence/stores/pricing/snapshot-log';
import { Answers } from '@ml/platform/bus/handlers';
import { Clock } from '@ml/platform/clock';
import { DAY_MS } from '@ml/units/time';
import { builtInOnDemandPage } from './built-in-on-demand-page';
import { checkName, checkPage, checkSpotQuery } from './check-query';
import { KnownNames } from './known-names';
import { ReadCache } from './read-cache';

/** What prices there are. A type that nobody knows has no rows; a region that does not exist is a mistake of the caller. */
@Controller()
export class PricesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ReadCache) private readonly cache: ReadCache,
    @Inject(KnownNames) private readonly names: KnownNames,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Answers(askSpotPrices)
  async spot(@Payload() query: SpotPriceQuery): Promise<Paged<SpotPriceRow>> {
    const filter = checkSpotQuery(query);
    if (query.region !== undefined) await this.names.checkRegion(query.region, 'region');
    return this.cache.answer({ kind: 'spot_prices', region: query.region, query: filter }, () => spotPricePage(this.database, filter));
  }

  @Answers(askOnDemandPrices)
  async onDemand(@Payload() query: TypeQuery): Promise<Paged<OnDemandPriceRow>> {
    const checked = await this.checkTypeQuery(query);
    return this.cache.answer({ kind: 'on_demand_prices', region: query.region, query: checked }, async () => {
      const anything = await onDemandPricePage(this.database, { ...(query.region !== undefined && { region: query.region }), limit: 1, offset: 0 });
      return anything.total > 0 ? onDemandPricePage(this.database, checked) : builtInOnDemandPage(checked);
    });
  }

  @Answers(askSpotAdvisor)
  async spotAdvisor(@Payload() query: TypeQuery): Promise<Paged<SpotAdvisorRow>> {
    const checked = await this.checkTypeQuery(query);
    return this.cache.answer({ kind: 'spot_advisor', region: query.region, query: checked }, () => spotAdvisorPage(this.database, checked));
  }

  @Answers(askPricingStats)
  async stats(): Promise<PricingStats> {
    const counted = await this.cache.answer({ kind: 'spot_prices', region: undefined, query: await this.otherRevisions() }, () => pricingStats(this.database, this.today()));
    return { ...counted, snapshots: await newestSnapshots(this.database) };
  }

  private async otherRevisions(): Promise<unknown> {
    return this.database.query(
      `select data_type, sum(revision)::text as revision from source_states where data_type <> 'spot_prices' group by 1
       union all select 'fetched', sum(revision) || '.' || count(*) from spot_fetched order by 1`,
    );
  }

  private today(): Date {
    return new Date(Math.floor(this.clock.millis() / DAY_MS) * DAY_MS);
  }

  private async checkTypeQuery(query: TypeQuery): Promise<TypeQuery> {
    if (query.region !== undefined) await this.names.checkRegion(query.region, 'region');
    const instanceType = checkName(query.instance_type, 'instance_type');
    return {
      ...checkPage(query),
      ...(instanceType !== undefined && { instance_type: instanceType }),
      ...(query.region !== undefined && { region: query.region }),
    };
  }
}
