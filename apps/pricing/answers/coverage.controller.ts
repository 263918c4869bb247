import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askCoverage, type CoverageQuery, type CoverageRow } from '@ml/contracts/price-coverage';
import { PRODUCTS, type Paged } from '@ml/contracts/pricing';
import { knownHours, type Days, type KnownSpan } from '@ml/domain/prices/coverage-days';
import { coveragePage, type CoverageCell } from '@ml/domain/prices/coverage-page';
import { Database } from '@ml/persistence/database';
import { EVERY_TYPE } from '@ml/persistence/stores/pricing/fetched-spans';
import { changesOfDays, coverageRevision, coveredPools, fetchedSpans, type PoolDays, type SpansRow } from '@ml/persistence/stores/pricing/read-coverage';
import { LARGEST_TOTAL } from '@ml/persistence/stores/pricing/read-prices';
import { Answers } from '@ml/platform/bus/handlers';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { DAY_MS } from '@ml/units/time';
import type { PricingSettings } from '../settings';
import { checkCoverage, type CoverageAsk } from './check-coverage';
import { KnownNames } from './known-names';
import { ReadCache } from './read-cache';

/** What is known of each pool on each day. */
@Controller()
export class CoverageController {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(Database) private readonly database: Database,
    @Inject(ReadCache) private readonly cache: ReadCache,
    @Inject(KnownNames) private readonly names: KnownNames,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Answers(askCoverage)
  async coverage(@Payload() query: CoverageQuery): Promise<Paged<CoverageRow>> {
    const ask = checkCoverage(query, this.clock.millis());
    await this.names.checkRegion(query.region, 'region');
    const revision = await coverageRevision(this.database, ask.region);
    return this.cache.answer({ kind: 'spot_prices', region: ask.region, query: { coverage: ask, revision } }, () => this.read(ask));
  }

  private async read(ask: CoverageAsk): Promise<Paged<CoverageRow>> {
    const { region, instance_type, days } = ask;
    const products = PRODUCTS.filter((product) => this.settings.products.includes(product));
    const pools = await coveredPools(this.database, ask, products);
    const spans = await fetchedSpans(this.database, { region, instance_type, from: dayAt(days, 0), until: dayAt(days, days.count) });
    const { cells, total } = coveragePage({ pools, days, state: ask.state, spansOf: spansIn(spans) }, ask);
    const changes = await this.changesOf(cells, days);
    const rows = cells.map((cell) => rowOf(cell, { region, date: dateOf(days, cell), changes: changes.get(keyOf(cell.pool, dateOf(days, cell))) ?? 0 }));
    return { rows, total: Math.min(total, LARGEST_TOTAL) };
  }

  /** Changes of the pools of one page, by pool and day. */
  private async changesOf(cells: readonly CoverageCell[], days: Days): Promise<ReadonlyMap<string, number>> {
    const asked = new Map<CoverageCell['pool'], PoolDays>();
    for (const { pool, day } of cells) asked.set(pool, { ...pool, from: asked.get(pool)?.from ?? dayAt(days, day), until: dayAt(days, day + 1) });
    const pools = [...asked.values()];
    const counted = await changesOfDays(this.database, pools);
    return new Map(counted.flatMap(({ place, day, changes }) => (pools[place] === undefined ? [] : [[keyOf(pools[place], day), changes] as const])));
  }
}

const dayAt = ({ first }: Days, day: number): Date => new Date(first + day * DAY_MS);
const dateOf = (days: Days, { day }: CoverageCell): string => dayAt(days, day).toISOString().slice(0, 10);
const keyOf = ({ instance_type, availability_zone, product }: CoverageCell['pool'], date: string): string => `${instance_type}|${availability_zone}|${product}|${date}`;

const rowOf = ({ pool, knownMs, state }: CoverageCell, told: Pick<CoverageRow, 'region' | 'date' | 'changes'>): CoverageRow => ({
  region: told.region,
  instance_type: pool.instance_type,
  availability_zone: pool.availability_zone,
  product_description: pool.product,
  date: told.date,
  changes: told.changes,
  known_hours: knownHours(knownMs),
  state,
});

/** What was fetched of the type itself and of all types. */
const spansIn = (rows: readonly SpansRow[]): ((type: string, product: string) => readonly KnownSpan[]) => {
  const known = new Map(rows.map((row) => [`${row.instance_type}|${row.product}`, row.from.map((from, index) => ({ from: from.getTime(), until: row.until[index]?.getTime() ?? 0 }))]));
  return (type, product) => [type, EVERY_TYPE].flatMap((name) => known.get(`${name}|${product}`) ?? []);
};
