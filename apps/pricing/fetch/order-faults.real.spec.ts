import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { ChunkState } from '@ml/contracts/fetch-orders';
import { realServers } from '@ml/testing/real';
import { chunksOf, SPOT_HISTORY, startOrders, sumOf } from '../test/orders-fixture';

const servers = await realServers();
const world = await startOrders(servers, { PRICING_DATA_FETCH_PARALLELISM: '2' });
const { orderer, database, ended, fault, calls, stored } = world;

afterEach(() => world.calm());
afterAll(() => world.close());

const PAGE = { page_size: 50 };
const DAYS = [4, 3, 2, 1];
const table = (): Promise<object[]> =>
  database.query(`select instance_type, availability_zone, product_description, "timestamp", spot_price from spot_prices order by 1, 2, 3, 4`);
const clear = async (): Promise<void> => {
  for (const name of ['spot_prices', 'spot_pools', 'spot_fetched']) await database.execute(`delete from ${name}`);
};
const outcomes = (states: readonly ChunkState[]): readonly string[] => [...new Set(states.map(({ status }) => status))];

/** The table after a fetch during which nothing went wrong. */
const undisturbed = await (async () => {
  await ended(await orderer.order({ chunks: chunksOf(DAYS), ...PAGE }), DAYS.length);
  return table();
})();

describe('an order to a source in trouble', () => {
  it.each([
    ['throttles', { kind: 'throttle', times: 2 }],
    ['fails', { kind: 'error', times: 2 }],
    ['breaks its answers off', { kind: 'truncate', times: 2 }],
    ['is slow', { kind: 'delay', delay_ms: 30 }],
    ['says everything twice', { kind: 'duplicate' }],
    ['knows no order', { kind: 'out_of_order' }],
    ['forgets the place that was reached, once', { kind: 'expired_token', times: 1 }],
  ])('brings the very same rows when it %s', async (_, trouble) => {
    await clear();
    await fault(trouble);
    const states = await ended(await orderer.order({ chunks: chunksOf(DAYS), ...PAGE }), DAYS.length);
    expect(outcomes(states)).toEqual(['completed']);
    expect(sumOf(states, 'records_inserted')).toBe(undisturbed.length);
    expect(await table()).toEqual(undisturbed);
    expect(states.reduce((total, { restarts = 0 }) => total + restarts, 0)).toBe(trouble.kind === 'expired_token' ? 1 : 0);
  });

  it('fails chunk by chunk, the others go on, and what is ordered again brings the rest', async () => {
    await clear();
    // Three attempts a page: two chunks use them up, one after the other or by turns.
    await fault({ kind: 'throttle', times: 6 });
    const states = await ended(await orderer.order({ chunks: chunksOf(DAYS), ...PAGE }), DAYS.length);
    const failed = states.filter(({ status }) => status === 'failed');
    expect(failed.length).toBeGreaterThanOrEqual(1);
    expect(states.length - failed.length).toBeGreaterThanOrEqual(2);
    for (const { error_message } of failed) expect(error_message).toBe(`${SPOT_HISTORY} failed: RequestLimitExceeded: the source throttles and did so at every attempt; lower PRICING_DATA_FETCH_PARALLELISM or raise PRICING_DATA_RETRY_ATTEMPTS`);
    await ended(await orderer.order({ chunks: chunksOf(DAYS), ...PAGE }), DAYS.length);
    expect(await table()).toEqual(undisturbed);
  });

  it('asks once with credentials that are refused, and says what to do', async () => {
    await fault({ kind: 'refuse_credentials' });
    const states = await ended(await orderer.order({ chunks: chunksOf([2, 1]), ...PAGE }), 2);
    expect(outcomes(states)).toEqual(['failed']);
    expect(await calls()).toBe(2);
    for (const { error_message } of states) expect(error_message).toMatch(/AuthFailure: AWS does not accept the credentials of pricing; look at its access key or role/);
  });

  it('gives up when no place is ever taken, with the page that came', async () => {
    await clear();
    await fault({ kind: 'expired_token' });
    const [state] = await ended(await orderer.order({ chunks: chunksOf([1]), ...PAGE }), 1);
    expect(state).toMatchObject({ status: 'failed', restarts: 1, error_message: 'the source does not take the places that it gives itself' });
    expect(await stored()).toBe(state?.records_inserted);
  });
});

describe('rows that cannot be taken', () => {
  it('are counted by what is wrong with them, the others are stored exactly', async () => {
    await clear();
    await fault({ kind: 'odd_prices' });
    const [state] = await ended(await orderer.order({ chunks: chunksOf([1]), ...PAGE }), 1);
    const refused = state?.refused ?? {};
    expect(state?.status).toBe('completed');
    expect(Object.keys(refused).toSorted()).toEqual(['BAD_PRICE', 'PRICE_NOT_POSITIVE', 'PRICE_TOO_PRECISE']);
    expect(Object.values(refused).reduce((total, count) => total + count, 0)).toBe(state?.records_refused);
    const prices = await database.query<{ text: string }>(`select spot_price::text as text from spot_prices`);
    expect(prices).toHaveLength(state?.records_inserted ?? -1);
    for (const { text } of prices) expect(text).toMatch(/^0\.\d{6}1234$/);
  });

  it('of a clock that is ahead are refused, and named', async () => {
    await fault({ kind: 'clock_skew', skew_seconds: 10 * 86_400 });
    const [state] = await ended(await orderer.order({ chunks: chunksOf([1]), ...PAGE }), 1);
    expect(state).toMatchObject({ status: 'failed', records_inserted: 0, error_message: expect.stringMatching(/^each of the \d+ rows was refused: BAD_TIME$/) as string });
    expect(state?.refused).toEqual({ BAD_TIME: state?.records_fetched });
  });

  it('of a source that says nothing readable are a failure', async () => {
    await fault({ kind: 'unreadable' });
    const [state] = await ended(await orderer.order({ chunks: chunksOf([1]), ...PAGE }), 1);
    expect(state).toMatchObject({ status: 'failed', records_refused: state?.records_fetched });
  });
});

describe('the two lanes', () => {
  it('let what is fresh pass the past', async () => {
    await fault({ kind: 'delay', delay_ms: 60 });
    const past = await orderer.order({ chunks: chunksOf([12, 11, 10, 9, 8, 7, 6, 5]), page_size: 20 });
    await vi.waitFor(() => expect(sumOf(world.heard(past), 'records_fetched')).toBeGreaterThan(0), { timeout: 20_000, interval: 20 });
    const fresh = await orderer.order({ chunks: chunksOf([1]), lane: 'fresh', ...PAGE });
    await ended(fresh, 1);
    const done = world.heard(past).filter(({ status }) => status === 'completed');
    expect(done.length).toBeLessThan(8);
    expect(outcomes(await ended(past, 8))).toEqual(['completed']);
  });
});
