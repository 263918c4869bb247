import type { FactSource } from './decision';
import { latestFact, question, work } from './wire';

export const PRODUCTS = ['Linux/UNIX', 'Red Hat Enterprise Linux', 'SUSE Linux', 'Windows'] as const;
/** What `DescribeSpotPriceHistory` calls the product description; VPC variants are folded into these. */
export type Product = (typeof PRODUCTS)[number];

export const OPERATING_SYSTEMS = ['Linux', 'RHEL', 'SUSE', 'Windows'] as const;
export type OperatingSystem = (typeof OPERATING_SYSTEMS)[number];

/** Interruption class of the Spot Advisor: 0 `<5%`, 1 `5-10%`, 2 `10-15%`, 3 `15-20%`, 4 `>20%`. */
export type AdvisorClass = 0 | 1 | 2 | 3 | 4;

/** One instance type in one region. */
export interface TypeFacts {
  readonly instance_type: string;
  readonly vcpu: number;
  readonly memory_bytes: number;
  readonly architectures: readonly ('x86_64' | 'arm64' | 'i386')[];
  readonly gpus: number;
  readonly local_storage_gb: number;
  /** Pods by the ENI limit; null when the network limits are unknown. */
  readonly max_pods: number | null;
  readonly current_generation: boolean;
  readonly bare_metal: boolean;
  readonly burstable: boolean;
  /** USD an hour. */
  readonly on_demand: Readonly<Partial<Record<OperatingSystem, number>>>;
  readonly advisor: Readonly<Partial<Record<'Linux' | 'Windows', { readonly class: AdvisorClass; readonly savings_pct: number | null }>>>;
  /** AZs in which the type is offered; null when no offering is known. */
  readonly availability_zones: readonly string[] | null;
}

/** One pool (type x AZ) of one product. */
export interface PoolFacts {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly product: Product;
  /** USD an hour, in force at `as_of`: the API reports changes only, the last one holds. */
  readonly price: number;
  /** RFC 3339: when this price was reported. */
  readonly price_since: string;
  /** Coefficient of variation over the 168 step-held hourly prices before `as_of`; null under 24 h of history. */
  readonly cv_168h: number | null;
  /** Hours of history behind `cv_168h`, 168 at most. */
  readonly history_hours: number;
}

/** EBS volume types that have a price. */
export const VOLUME_TYPES = ['gp2', 'gp3', 'io1', 'io2', 'st1', 'sc1', 'standard'] as const;
export type VolumeType = (typeof VOLUME_TYPES)[number];

/** USD; what is beyond the included amounts is paid for. */
export interface VolumeRate {
  readonly gb_month: number;
  /** Per provisioned IOPS and month; null when IOPS are not provisioned. io2 gets cheaper in tiers. */
  readonly iops_month: readonly { readonly from: number; readonly usd: number }[] | null;
  readonly iops_included: number;
  /** Per provisioned MiB/s and month; null when throughput is not provisioned. */
  readonly throughput_month: number | null;
  readonly throughput_included: number;
}

/** List prices of one region of what is not a machine, in USD: facts with a date. A null is a price that nobody has looked up, never zero. */
export interface ServiceRates {
  /** YYYY-MM-DD. */
  readonly as_of: string;
  /** Per GB, charged on each side: out of one zone and into the other. */
  readonly cross_az_gb: number | null;
  readonly internet_egress_gb: number | null;
  /** Per public address and hour, used or idle. */
  readonly public_ipv4_hour: number | null;
  readonly nat_gateway_hour: number | null;
  readonly nat_gateway_gb: number | null;
  readonly interface_endpoint_hour: number | null;
  readonly interface_endpoint_gb: number | null;
  readonly load_balancer_hour: Readonly<Record<'application' | 'network' | 'gateway' | 'classic', number | null>>;
  readonly ecr_storage_gb_month: number | null;
  readonly snapshot_gb_month: number | null;
  readonly volumes: Readonly<Record<VolumeType, VolumeRate | null>>;
}

/** Everything that decisions need to know about prices in one region: immutable, named by its own hash. */
export interface PriceSnapshot {
  readonly schema: 1;
  readonly region: string;
  /** RFC 3339, a full hour: the instant at which prices are held. */
  readonly as_of: string;
  /** Newest row of each source in this region; null when the source has none. */
  readonly prices_as_of: string | null;
  readonly advisor_as_of: string | null;
  readonly on_demand_as_of: string | null;
  readonly catalogue_as_of: string | null;
  /** The worst of the sources used. */
  readonly source: FactSource;
  readonly types: readonly TypeFacts[];
  readonly pools: readonly PoolFacts[];
  /** Absent in snapshots made before there were any, and where none are known. */
  readonly rates?: ServiceRates;
}

/** What the week before says about the price of one pool. */
export interface PoolHistory {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly product: Product;
  /** One for each of the snapshot's columns; null where the history is too short. */
  readonly values: readonly (number | null)[];
}

/** The price histories of the pools of one price snapshot, for models: immutable, named by its own hash. No engine loads it. */
export interface PriceHistorySnapshot {
  readonly schema: 1;
  readonly region: string;
  readonly as_of: string;
  /** Names of the features. */
  readonly columns: readonly string[];
  readonly pools: readonly PoolHistory[];
}

/** Published whenever the newest snapshot of a region changes; key = region. */
export interface PriceSnapshotPublished {
  readonly region: string;
  /** `sha256:<hex>`, name of the blob. */
  readonly snapshot_id: string;
  /** Blob of the `PriceHistorySnapshot` of the same pools; absent in what was published before there were any, and where there is no pool. */
  readonly history_id?: string;
  readonly as_of: string;
  readonly prices_as_of: string | null;
  readonly types: number;
  readonly pools: number;
  readonly published_at: string;
}

export const priceSnapshotPublished = latestFact<PriceSnapshotPublished>('pricing', 'snapshot');

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

export interface Paged<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export interface SpotPriceQuery extends Page {
  readonly instance_type?: string;
  readonly region?: string;
  readonly availability_zone?: string;
  readonly product?: Product;
  /** RFC 3339 or YYYY-MM-DD; the end is exclusive for instants, inclusive for days. */
  readonly start_date?: string;
  readonly end_date?: string;
}

export interface SpotPriceRow {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly az: string;
  readonly region: string;
  readonly product_description: string;
  /** USD an hour as the decimal text that the database holds. */
  readonly spot_price: string;
  readonly timestamp: string;
}

export interface OnDemandPriceRow {
  readonly instance_type: string;
  readonly region: string;
  readonly operating_system: string;
  readonly hourly_price: string;
  readonly effective_date: string;
  readonly source: FactSource;
}

export interface SpotAdvisorRow {
  readonly instance_type: string;
  readonly region: string;
  readonly operating_system: string;
  /** `<5%`, `5-10%`, `10-15%`, `15-20%`, `>20%`. */
  readonly interruption_rate: string;
  readonly savings_over_od: number | null;
  readonly last_updated: string;
}

export interface TypeQuery extends Page {
  readonly instance_type?: string;
  readonly region?: string;
}

/** What there is of one region. */
export interface RegionPrices {
  readonly region: string;
  /** Of its spot prices; null: there are none. */
  readonly source: FactSource | null;
  readonly spot_prices_from: string | null;
  readonly spot_prices_until: string | null;
  /** When its newest lists were fetched; null: never. */
  readonly on_demand_as_of: string | null;
  readonly advisor_as_of: string | null;
  /** Of the 90 UTC days before today those of which every pool's price is known at every instant. */
  readonly complete_days_90: number;
}

export interface PricingStats {
  readonly spot_prices_count: number;
  readonly on_demand_prices_count: number;
  readonly spot_advisor_count: number;
  readonly catalogue_count: number;
  readonly last_updated: string | null;
  readonly coverage: {
    readonly instance_types: number;
    readonly regions: number;
    readonly date_range: { readonly oldest: string | null; readonly newest: string | null };
    readonly by_region: readonly RegionPrices[];
  };
  readonly snapshots: readonly PriceSnapshotPublished[];
}

export const FETCH_DATA_TYPES = ['spot_prices', 'on_demand_prices', 'spot_advisor', 'catalogue'] as const;
export type FetchDataType = (typeof FETCH_DATA_TYPES)[number];

export interface FetchRequest {
  readonly data_type: FetchDataType;
  /** Empty: all types. */
  readonly instance_types: readonly string[];
  readonly regions: readonly string[];
  readonly start_date?: string;
  readonly end_date?: string;
}

export type TaskStatus = 'queued' | 'running' | 'completed' | 'failed';

export interface FetchTask {
  readonly task_id: string;
  readonly status: TaskStatus | 'cancelled';
  readonly data_type: FetchDataType;
  readonly percent_complete: number;
  readonly estimated_records: number | null;
  readonly records_fetched: number;
  readonly records_inserted: number;
  readonly records_refused: number;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly error_message: string | null;
}

export const askSpotPrices = question<SpotPriceQuery, Paged<SpotPriceRow>>('pricing', 'spot', 10_000);
export const askOnDemandPrices = question<TypeQuery, Paged<OnDemandPriceRow>>('pricing', 'on-demand', 10_000);
export const askSpotAdvisor = question<TypeQuery, Paged<SpotAdvisorRow>>('pricing', 'spot-advisor', 10_000);
export const askPricingStats = question<Record<string, never>, PricingStats>('pricing', 'stats', 10_000);
/** Answers at once with a task; the work itself goes through `fetchWork`. */
export const askFetch = question<FetchRequest, FetchTask>('pricing', 'fetch', 10_000);
export const askFetchTask = question<{ readonly task_id: string }, FetchTask>('pricing', 'task', 5_000);
/** Rebuilds and publishes the snapshots of these regions (empty: of every region that has prices). */
export const askRebuild = question<{ readonly regions: readonly string[] }, { readonly snapshots: readonly PriceSnapshotPublished[] }>(
  'pricing',
  'rebuild',
  120_000,
);

/** A part of a fetch task, within one region: idempotent, taken by any replica of pricing. */
export interface FetchChunk {
  readonly task_id: string;
  readonly chunk: number;
  readonly data_type: FetchDataType;
  readonly region: string;
  readonly instance_types: readonly string[];
  readonly start_at: string | null;
  readonly end_at: string | null;
  /** Rows of a page; what the source allows unless given. */
  readonly page_size?: number;
}

export const fetchWork = work<FetchChunk>('pricing', 'fetch');
/** The past, which waits for the present: the same chunks in a lane of their own. */
export const backfillWork = work<FetchChunk>('pricing', 'backfill');
