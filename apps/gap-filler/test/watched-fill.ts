import pg from 'pg';
import { afterAll, expect } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askCancelGap, askFillGap, askGap, type FillGap, type GapState } from '@ml/contracts/gaps';
import type { PriceFleet } from '@ml/testing/price-fleet';
import { DAY_MS } from '@ml/units/time';

const POLL_MS = 100;
const ENDS_WITHIN_MS = 90_000;
const COUNTS = ['percent_complete', 'records_fetched', 'records_inserted', 'records_refused'] as const;
const UNDER_WAY: readonly string[] = ['pending', 'filling', 'cancelling'];

/** What is in the tables, without what differs between two runs: ids and when a row was written. */
export interface Prices {
  readonly spot: string;
  readonly spot_rows: number;
  readonly on_demand: string;
  readonly on_demand_rows: number;
}

export interface FillRig {
  /** Starts the fill that all specs make, and looks at its status until it ends. `middle` is called once, when some of it is there. */
  run(options?: { readonly middle?: () => Promise<void>; readonly more?: Partial<FillGap> }): Promise<GapState>;
  cancel(): Promise<GapState>;
  /** Resolves when the fill under way has brought more than so many rows. */
  brought(rows: number): Promise<void>;
  prices(): Promise<Prices>;
  /** Every spot price as the decimal text that the database holds. */
  spotPrices(): Promise<readonly string[]>;
  /** As if nothing had ever been fetched. */
  forget(): Promise<void>;
}

const SPOT = `select md5(string_agg(concat_ws('|', instance_type, availability_zone, region, product_description, spot_price, extract(epoch from "timestamp"), source), E'\\n'
    order by instance_type, availability_zone, product_description, "timestamp")) as md5, count(*)::int as count from pricing.spot_prices`;
const ON_DEMAND = `select md5(string_agg(concat_ws('|', instance_type, region, operating_system, hourly_price, effective_date, source), E'\\n'
    order by instance_type, region, operating_system, effective_date)) as md5, count(*)::int as count from pricing.on_demand_prices`;

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What was killed may not be back yet: as a caller would, it is asked again while the answer says so. */
const whileAway = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (const giveUpAt = Date.now() + ENDS_WITHIN_MS; ; await pause(POLL_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AppError && error.retryable) || Date.now() > giveUpAt) throw error;
    }
  }
};

/** Five types over six days, all pages of 20 rows: small, and yet there is a middle. */
export const fillRig = (fleet: PriceFleet, { now, regions }: { readonly now: Date; readonly regions: readonly string[] }): FillRig => {
  const database = new pg.Pool({ connectionString: fleet.servers.database.url, max: 1 });
  // Taken away on purpose.
  database.on('error', () => undefined);
  afterAll(() => database.end());
  const read = async (sql: string): Promise<{ readonly md5: string; readonly count: number }> => (await database.query<{ md5: string; count: number }>(sql)).rows[0] ?? { md5: '', count: 0 };
  const rowsNow = async (): Promise<number> => (await read(SPOT)).count + (await read(ON_DEMAND)).count;
  const body: FillGap = {
    instance_types: ['m5.large', 'c5.large', 'r5.large', 't3.m*'],
    regions,
    gap_start_date: day(now.getTime() - 7 * DAY_MS),
    gap_end_date: day(now.getTime() - 2 * DAY_MS),
    data_types: ['spot_prices', 'on_demand_prices'],
    priority: 'high',
    requested_by: 'spec',
  };
  let newest: GapState | undefined;

  /** Undefined while a server or the service is away; what is answered must be true. */
  const look = async (gap_id: string, heldBefore: number): Promise<GapState | undefined> => {
    const state = await fleet.bus.ask(askGap, { gap_id }).catch((error: unknown) => {
      if (error instanceof AppError && error.retryable) return undefined;
      throw error;
    });
    if (state === undefined) return undefined;
    for (const count of COUNTS) expect(state[count], count).toBeGreaterThanOrEqual(newest?.[count] ?? 0);
    expect(state.percent_complete === 100 && UNDER_WAY.includes(state.status), 'done and under way').toBe(false);
    // Asked for later: what is said to be there is there.
    const rows = await rowsNow().catch(() => undefined);
    if (rows !== undefined) expect(rows - heldBefore).toBeGreaterThanOrEqual(state.records_inserted);
    newest = state;
    return state;
  };

  const brought = async (rows: number): Promise<void> => {
    for (const giveUpAt = Date.now() + ENDS_WITHIN_MS; Date.now() < giveUpAt; await pause(POLL_MS)) {
      if (newest !== undefined) expect(UNDER_WAY, 'there is no middle any more').toContain(newest.status);
      if (newest !== undefined && newest.records_fetched > rows) return;
    }
    throw new Error(`the fill did not come that far: ${JSON.stringify(newest)}`);
  };

  const watchToItsEnd = async (gap_id: string, heldBefore: number): Promise<GapState> => {
    for (const giveUpAt = Date.now() + ENDS_WITHIN_MS; Date.now() < giveUpAt; await pause(POLL_MS)) {
      const state = await look(gap_id, heldBefore);
      if (state !== undefined && !UNDER_WAY.includes(state.status)) return state;
    }
    throw new Error(`the fill did not end: ${JSON.stringify(newest)}`);
  };

  return {
    brought,
    cancel: () => fleet.bus.ask(askCancelGap, { gap_id: newest?.gap_id ?? 'none is under way' }),
    run: async ({ middle, more } = {}) => {
      newest = undefined;
      const heldBefore = await rowsNow();
      const { gap_id } = await whileAway(() => fleet.bus.ask(askFillGap, { ...body, ...more }));
      const ended = watchToItsEnd(gap_id, heldBefore);
      const [state] = await Promise.all([ended, middle?.()]);
      expect((await rowsNow()) - heldBefore).toBe(state.records_inserted);
      return state;
    },
    prices: async () => {
      const [spot, onDemand] = [await read(SPOT), await read(ON_DEMAND)];
      return { spot: spot.md5, spot_rows: spot.count, on_demand: onDemand.md5, on_demand_rows: onDemand.count };
    },
    spotPrices: async () => (await database.query<{ price: string }>('select spot_price::text as price from pricing.spot_prices')).rows.map(({ price }) => price),
    forget: async () => {
      await database.query('truncate pricing.spot_prices, pricing.spot_pools, pricing.spot_fetched, pricing.on_demand_prices, pricing.source_states');
    },
  };
};
