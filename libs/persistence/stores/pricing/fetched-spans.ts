import type { Tx } from '../../tx';
import { claimRegions, type RowSource } from './source-state';

/** Stands for all types of a region. */
export const EVERY_TYPE = '*';

export interface FetchedSpan {
  /** Empty: all types of the region. */
  readonly instance_types: readonly string[];
  readonly products: readonly string[];
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
}

export interface FetchedIn {
  readonly region: string;
  readonly source: RowSource;
}

/**
 * Notes that a source has said everything about a time, in the transaction that wrote what it said. An empty span says nothing.
 * What the emulator says of a region with real prices is not noted: its rows were left out as well.
 */
export const recordFetched = (tx: Tx, { region, source, ...span }: FetchedIn & FetchedSpan): Promise<void> => recordSpans(tx, { region, source }, [span]);

/** Several spans at once, as a file has them. */
export const recordSpans = async (tx: Tx, { region, source }: FetchedIn, spans: readonly FetchedSpan[]): Promise<void> => {
  const entries = spans.flatMap(entriesOf);
  if (entries.length === 0) return;
  const { closed } = await claimRegions(tx, { kind: 'spot_prices', source, regions: [region] });
  if (closed.length > 0) return;
  // Sorted, so that two writers of the same types cannot wait for each other.
  await tx.execute(
    `insert into spot_fetched as known (region, instance_type, product_description, source, during)
     select $1, instance_type, product, $2, range_agg(tstzrange(from_at, until_at))
     from unnest($3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[]) as span (instance_type, product, from_at, until_at)
     group by instance_type, product order by instance_type, product
     on conflict (region, instance_type, product_description, source) do update
     set during = known.during + excluded.during, revision = known.revision + 1
     where not known.during @> excluded.during`,
    [region, source, ...(['instance_type', 'product', 'from', 'until'] as const).map((name) => entries.map((entry) => entry[name]))],
  );
};

interface Entry {
  readonly instance_type: string;
  readonly product: string;
  readonly from: Date;
  readonly until: Date;
}

const entriesOf = ({ instance_types, products, from, until }: FetchedSpan): readonly Entry[] => {
  if (from.getTime() >= until.getTime()) return [];
  const types = instance_types.length === 0 ? [EVERY_TYPE] : instance_types;
  return types.flatMap((instance_type) => products.map((product) => ({ instance_type, product, from, until })));
};

/** Emulator spans count only while the region's prices are the emulator's. `fetched` and `state` are the tables' names in the statement. */
export const OF_THE_WORLD_IN_FORCE = `(state.source is null or (fetched.source = 'emulator') = (state.source = 'emulator'))`;
