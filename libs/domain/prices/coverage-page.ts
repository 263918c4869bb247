import type { CoverageState } from '@ml/contracts/price-coverage';
import { coverageState, knownOfDays, type Days, type KnownSpan } from './coverage-days';

export interface CoveredPool {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly product: string;
}

/** One pool on one day. */
export interface CoverageCell {
  readonly pool: CoveredPool;
  /** Days after the first. */
  readonly day: number;
  readonly knownMs: number;
  readonly state: CoverageState;
}

export interface CoverageGiven {
  /** In the order of the answer. */
  readonly pools: readonly CoveredPool[];
  /** What a source has told of a type and product, whatever the zone: it is asked for all zones at once. */
  readonly spansOf: (type: string, product: string) => readonly KnownSpan[];
  readonly days: Days;
  /** Only days of this state; null: all. */
  readonly state: CoverageState | null;
}

export interface CoveragePage {
  readonly cells: readonly CoverageCell[];
  readonly total: number;
}

/** A part of all days of all pools: by pool, then by day. */
export const coveragePage = (given: CoverageGiven, { limit, offset }: { readonly limit: number; readonly offset: number }): CoveragePage => {
  const dayOf = remembered((type, product) => wantedDays(given, { type, product }));
  const cells: CoverageCell[] = [];
  let total = 0;
  for (const pool of given.pools) {
    const days = dayOf(pool.instance_type, pool.product);
    const skipped = Math.max(0, offset - total);
    for (const day of days.slice(skipped, skipped + limit - cells.length)) cells.push({ pool, ...day });
    total += days.length;
  }
  return { cells, total };
};

type Day = Omit<CoverageCell, 'pool'>;

const wantedDays = ({ spansOf, days, state }: CoverageGiven, { type, product }: { readonly type: string; readonly product: string }): readonly Day[] =>
  knownOfDays(spansOf(type, product), days)
    .map((knownMs, day) => ({ day, knownMs, state: coverageState(knownMs) }))
    .filter((day) => state === null || day.state === state);

/** Zones of one type and product share their days. */
const remembered = <Value>(read: (type: string, product: string) => Value): ((type: string, product: string) => Value) => {
  const known = new Map<string, Value>();
  return (type, product) => {
    const key = `${type}|${product}`;
    const value = known.get(key) ?? read(type, product);
    known.set(key, value);
    return value;
  };
};
