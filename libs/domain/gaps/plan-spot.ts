import type { TimeSpan } from '@ml/contracts/price-coverage';
import { compareText } from '@ml/units/compare-text';
import { DAY_MS } from '@ml/units/time';
import { daysOf, missingDays, runsOf, type Window } from './missing-days';

/** What is to be known of a type for a plan. */
export interface TypeNeed {
  readonly instance_type: string;
  readonly pools: number;
  /** Of all its pools together. */
  readonly changes_per_day: number;
  /** Ascending, disjoint. */
  readonly missing: readonly TimeSpan[];
}

export interface SpotAsk extends Window {
  readonly types: readonly TypeNeed[];
  /** All types of the region are meant, also those that nobody has told us of. */
  readonly whole: boolean;
}

export interface SpotChunk {
  /** Sorted; empty: all types of the region. */
  readonly instance_types: readonly string[];
  readonly start_at: string;
  readonly end_at: string;
  readonly expected_records: number;
}

const MAX_TYPES = 50;
const MAX_DAYS = 7;
/** Ten pages: small enough for several replicas to share a fill, large enough for the page that is not full at the end of each to be a small part. */
const AIM_RECORDS = 10_000;
const MAX_RECORDS = 20_000;

interface Need {
  readonly type: TypeNeed;
  readonly days: ReadonlySet<number>;
}

/**
 * Chunks that bring exactly the days that are missing, no day of a type twice, the oldest first: the source forgets them first. A day of which every
 * type of the region misses something is asked for without names. The same ask is the same plan.
 */
export const planSpot = (ask: SpotAsk): readonly SpotChunk[] => {
  const needs = needsOf(ask);
  const days = daysOf(ask);
  return blocksOf(days).flatMap((block) => {
    const whole = ask.whole ? block.filter((day) => needs.every((need) => need.days.has(day))) : [];
    const rest = block.filter((day) => !whole.includes(day));
    return [...wholeChunks(ask, whole), ...namedChunks(ask, needs, rest)];
  });
};

/** Rows that a chunk brings: the changes, and of each pool the price that was in force at its beginning. */
export const expectedRecords = (types: readonly TypeNeed[], days: number): number =>
  Math.ceil(types.reduce((sum, type) => sum + type.changes_per_day * days + type.pools, 0));

const needsOf = (ask: SpotAsk): readonly Need[] =>
  [...ask.types].sort((a, b) => compareText(a.instance_type, b.instance_type)).map((type) => ({ type, days: new Set(missingDays(type.missing, ask)) }));

const blocksOf = (days: readonly number[]): readonly (readonly number[])[] => runsOf(days, MAX_DAYS);

const wholeChunks = (ask: SpotAsk, days: readonly number[]): readonly SpotChunk[] => {
  const perDay = expectedRecords(ask.types, 1);
  return runsOf(days, longestRun(perDay)).map((run) => chunkOf(ask, { types: ask.types, days: run, named: false }));
};

const namedChunks = (ask: SpotAsk, needs: readonly Need[], block: readonly number[]): readonly SpotChunk[] => {
  const groups = new Map<string, { days: readonly number[]; types: TypeNeed[] }>();
  for (const { type, days } of needs) {
    const missing = block.filter((day) => days.has(day));
    const key = missing.join();
    const group = groups.get(key) ?? { days: missing, types: [] };
    group.types.push(type);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ days, types }) => {
    const busiest = types.reduce((most, type) => Math.max(most, expectedRecords([type], 1)), 0);
    return runsOf(days, longestRun(busiest)).flatMap((run) => shares(types, run.length).map((share) => chunkOf(ask, { types: share, days: run, named: true })));
  });
};

/** Days at a time of what brings so many rows a day. */
const longestRun = (perDay: number): number => Math.min(MAX_DAYS, Math.max(1, Math.floor(MAX_RECORDS / Math.max(1, perDay))));

/** Types that are fetched together. */
const shares = (types: readonly TypeNeed[], days: number): readonly (readonly TypeNeed[])[] => {
  const shares: TypeNeed[][] = [];
  let records = 0;
  for (const type of types) {
    const more = expectedRecords([type], days);
    const share = shares.at(-1);
    if (share === undefined || share.length === MAX_TYPES || records + more > AIM_RECORDS) {
      shares.push([type]);
      records = more;
    } else {
      share.push(type);
      records += more;
    }
  }
  return shares;
};

const chunkOf = (window: Window, { types, days, named }: { types: readonly TypeNeed[]; days: readonly number[]; named: boolean }): SpotChunk => {
  const start = Math.max((days[0] ?? 0) * DAY_MS, window.from.getTime());
  const end = Math.min(((days.at(-1) ?? 0) + 1) * DAY_MS, window.until.getTime());
  return {
    instance_types: named ? types.map(({ instance_type }) => instance_type) : [],
    start_at: new Date(start).toISOString(),
    end_at: new Date(end).toISOString(),
    expected_records: expectedRecords(types, (end - start) / DAY_MS),
  };
};
