import type { FactSource } from '@ml/contracts/decision';
import type { PoolFacts, PriceSnapshot, TypeFacts } from '@ml/contracts/pricing';
import { ALL_OPERATING_SYSTEMS } from './products';
import { ratesOf } from './rates/rates-of';
import type { AdvisorRow, OnDemandRow, TypeRow } from './rows';
import { worstSource } from './source-order';
import { heldFeatures, type PriceChanges } from './step-held';

/** The changes of one pool; the first may lie before the week, it holds into it. */
export interface PoolSeries extends PriceChanges {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly product: PoolFacts['product'];
}

/** One kind of facts about a region: where they came from and when. */
export interface Sourced<Row> {
  readonly rows: readonly Row[];
  readonly sources: readonly FactSource[];
  /** RFC 3339; null when there is none. */
  readonly as_of: string | null;
}

export interface SnapshotInput {
  readonly region: string;
  /** A full hour, milliseconds since the epoch. */
  readonly asOf: number;
  readonly types: Sourced<TypeRow>;
  readonly onDemand: Sourced<Pick<OnDemandRow, 'instance_type' | 'operating_system' | 'price'>>;
  readonly advisor: Sourced<Pick<AdvisorRow, 'instance_type' | 'operating_system' | 'class' | 'savings_pct'>>;
  readonly offerings: Sourced<{ readonly instance_type: string; readonly availability_zone: string }>;
  readonly pools: { readonly facts: readonly PoolFacts[]; readonly sources: readonly FactSource[] };
}

/** What one series says at `asOf`; null when nothing was known then. */
export const poolFacts = (series: PoolSeries, asOf: number): PoolFacts | null => {
  const held = heldFeatures(series, asOf);
  return held === null
    ? null
    : {
        instance_type: series.instance_type,
        availability_zone: series.availability_zone,
        product: series.product,
        price: held.price,
        price_since: new Date(held.price_since).toISOString(),
        cv_168h: held.cv_168h,
        history_hours: held.history_hours,
      };
};

/** Everything known about a region at one full hour. Same facts in, same snapshot out, whatever order they come in. */
export const buildSnapshot = (input: SnapshotInput): PriceSnapshot => {
  const pools = input.pools.facts.toSorted(byPool);
  return {
    schema: 1,
    region: input.region,
    as_of: new Date(input.asOf).toISOString(),
    prices_as_of: newest(pools.map((pool) => pool.price_since)),
    advisor_as_of: input.advisor.as_of,
    on_demand_as_of: input.onDemand.as_of,
    catalogue_as_of: input.types.as_of,
    source: worstSource([input.types, input.onDemand, input.advisor, input.offerings, input.pools].flatMap((part) => part.sources)),
    types: typeFacts(input, pools),
    pools,
    rates: ratesOf(input.region),
  };
};

/** Types that can be had in the region: with a price, an offering or a pool there. */
const typeFacts = (input: SnapshotInput, pools: readonly PoolFacts[]): readonly TypeFacts[] => {
  const prices = grouped(input.onDemand.rows);
  const advice = grouped(input.advisor.rows);
  const offered = grouped(input.offerings.rows);
  const priced = grouped(pools);
  return input.types.rows
    .filter(({ instance_type: type }) => prices.has(type) || offered.has(type) || priced.has(type))
    .map((row) => ({
      ...factsOf(row),
      on_demand: onDemandOf(prices.get(row.instance_type) ?? []),
      advisor: advisorOf(advice.get(row.instance_type) ?? []),
      availability_zones: zonesOf([...(offered.get(row.instance_type) ?? []), ...(priced.get(row.instance_type) ?? [])]),
    }))
    .toSorted((a, b) => compare(a.instance_type, b.instance_type));
};

const factsOf = (row: TypeRow): TypeRow => ({
  instance_type: row.instance_type,
  vcpu: row.vcpu,
  memory_bytes: row.memory_bytes,
  architectures: row.architectures.toSorted(),
  gpus: row.gpus,
  local_storage_gb: row.local_storage_gb,
  max_pods: row.max_pods,
  current_generation: row.current_generation,
  bare_metal: row.bare_metal,
  burstable: row.burstable,
});

type OnDemandOf = SnapshotInput['onDemand']['rows'][number];
type AdvisorOf = SnapshotInput['advisor']['rows'][number];

const onDemandOf = (rows: readonly OnDemandOf[]): TypeFacts['on_demand'] =>
  Object.fromEntries(
    ALL_OPERATING_SYSTEMS.flatMap((system) => {
      const row = rows.find((candidate) => candidate.operating_system === system);
      return row === undefined ? [] : [[system, Number(row.price)]];
    }),
  );

const advisorOf = (rows: readonly AdvisorOf[]): TypeFacts['advisor'] =>
  Object.fromEntries(
    (['Linux', 'Windows'] as const).flatMap((system) => {
      const row = rows.find((candidate) => candidate.operating_system === system);
      return row === undefined ? [] : [[system, { class: row.class, savings_pct: row.savings_pct }]];
    }),
  );

/** A pool with a price is offered even when no list of offerings was fetched. */
const zonesOf = (rows: readonly { readonly availability_zone: string }[]): readonly string[] | null =>
  rows.length === 0 ? null : [...new Set(rows.map((row) => row.availability_zone))].toSorted();

const grouped = <Row extends { readonly instance_type: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> =>
  Map.groupBy(rows, (row) => row.instance_type);

/** By code unit: the same on every machine, unlike a locale's order. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byPool = (a: PoolFacts, b: PoolFacts): number =>
  compare(a.instance_type, b.instance_type) || compare(a.availability_zone, b.availability_zone) || compare(a.product, b.product);

const newest = (instants: readonly string[]): string | null =>
  instants.reduce<string | null>((latest, instant) => (latest === null || instant > latest ? instant : latest), null);

/** The bytes that name the snapshot: same facts, same text. Key order is the order of construction, lists are sorted. */
export const snapshotText = (snapshot: PriceSnapshot): string => JSON.stringify(snapshot);
