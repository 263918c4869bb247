import { v7 as uuid } from 'uuid';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FetchOrder } from '@ml/contracts/fetch-orders';
import { askCancelRefresh, askRefresh, askRefreshes, askTriggerRefresh, type RefreshState, type TriggerRefresh } from '@ml/contracts/refresh';
import { dayOf } from '@ml/domain/gaps/check-days';
import { Database } from '@ml/persistence/database';
import { bootService } from '@ml/platform/boot-service';
import { midday } from '@ml/testing/midday';
import { realServers } from '@ml/testing/real';
import { DAY_MS } from '@ml/units/time';
import { standInForPricing } from '../test/price-stand-in';
import { BUILT_AT, PASSED, REFUSED, standInForRefreshes } from '../test/refresh-stand-ins';
import { serveFiller } from '../test/served-filler';
import { RefreshTrigger } from './refresh-trigger';

const servers = await realServers();
const prices = await standInForPricing(servers);
const world = await standInForRefreshes(servers);
const filler = await serveFiller(servers, { GAP_FILLER_MAX_JOBS: '2', ...midday.env });
const gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
afterAll(async () => {
  await gateway.close();
  await filler.close();
  await world.close();
  await prices.close();
});

const { bus } = gateway;
const MODEL = uuid();
const ago = (days: number): string => dayOf(new Date(midday.start.getTime() - days * DAY_MS));
const today = ago(0);

beforeEach(() => {
  world.reset();
  prices.orders.length = 0;
  world.models.set(MODEL, { active: false, model_type: 'spot_price_predictor' });
  prices.types = [{ instance_type: 'm5.large', pools: 3, changes_per_day: 10, missing: [{ from: `${ago(80)}T00:00:00Z`, until: `${ago(-1)}T00:00:00Z` }] }];
});

const body = (rest: Partial<TriggerRefresh> = {}): TriggerRefresh => ({ model_id: MODEL, instance_types: ['m5.large'], regions: ['us-east-1'], requested_by: 'key', ...rest });
const trigger = async (rest: Partial<TriggerRefresh> = {}): Promise<string> => (await bus.ask(askTriggerRefresh, body(rest))).refresh_id;
const stateOf = (refresh_id: string): Promise<RefreshState> => bus.ask(askRefresh, { refresh_id });
const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 });
const ended = (id: string): Promise<RefreshState> =>
  until(async () => {
    const state = await stateOf(id);
    expect(state.step).toBe('ended');
    return state;
  });
/** The orders of a refresh, as soon as they have come; advisor, on-demand and spot prices. */
const ordersOf = (count = 3): Promise<readonly FetchOrder[]> =>
  until(async () => {
    expect(prices.fetches()).toHaveLength(count);
    return Promise.resolve(prices.fetches());
  });
const bringAll = async (rows = 7): Promise<void> => {
  for (const order of await ordersOf()) await prices.carryOut(order, rows);
};

describe('a refresh that somebody asks for', () => {
  it('fetches prices, has the model judged on them and ends', async () => {
    const id = await trigger({ refresh_from_date: ago(3), refresh_to_date: today });
    expect(await stateOf(id)).toMatchObject({ status: 'in_progress', step: 'fetching', refresh_type: 'manual', data_fetched_from: ago(3), data_fetched_to: today, completed_at: null, triggered_by: 'key' });
    expect((await ordersOf()).map(({ data_type, lane }) => [data_type, lane]).sort()).toEqual([
      ['on_demand_prices', 'fresh'],
      ['spot_advisor', 'fresh'],
      ['spot_prices', 'fresh'],
    ]);
    await bringAll();
    const state = await ended(id);
    expect(state).toMatchObject({ status: 'completed', verdict: PASSED, activated: null, error_message: null, percent_complete: 100, eta_seconds: null });
    expect(state.records_fetched).toBeGreaterThanOrEqual(21);
    expect(state.duration_seconds).toBeGreaterThanOrEqual(0);
    expect(world.done).toEqual(['rebuild', 'note', 'verify']);
    expect(world.verified).toEqual([{ model_id: MODEL, regions: ['us-east-1'], instance_types: ['m5.large'], built: [{ region: 'us-east-1', published_at: BUILT_AT }] }]);
    expect(world.notes).toMatchObject([{ model_id: MODEL, refresh_id: id, data_from: ago(3), data_to: today, records: state.records_fetched }]);
    expect(state.log.map(({ text }) => text).join('\n')).toMatch(/planned 1 type.*the model is judged.*the model passed: golden_rows passed.*the refresh is completed/s);
  });

  it('of many regions asks about a few at a time, so that each question is answered in time', async () => {
    const regions = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1'];
    const id = await trigger({ regions });
    for (const order of await ordersOf(2 * regions.length + 1)) await prices.carryOut(order, 1);
    expect(await ended(id)).toMatchObject({ status: 'completed', verdict: PASSED });
    expect(world.done).toEqual([...regions.map(() => 'rebuild'), 'note', 'verify', 'verify']);
    expect(world.verified.map((asked) => asked.regions)).toEqual([regions.slice(0, 4), regions.slice(4)]);
    expect(world.verified[1]?.built?.map(({ region }) => region)).toEqual(regions);
  });

  it('takes the lookback until today when no days are named', async () => {
    expect(await stateOf(await trigger())).toMatchObject({ data_fetched_from: ago(7), data_fetched_to: today });
    await bringAll();
    await until(async () => expect((await bus.ask(askRefreshes, { status: 'in_progress', limit: 10, offset: 0 })).total).toBe(0));
  });

  it('activates a model that passed, and leaves one alone that is active already', async () => {
    const first = await trigger({ auto_activate: true });
    await bringAll();
    expect(await ended(first)).toMatchObject({ status: 'completed', activated: true });
    expect(world.activations).toEqual([MODEL]);
    prices.orders.length = 0;
    const again = await trigger({ auto_activate: true });
    await bringAll();
    expect(await ended(again)).toMatchObject({ status: 'completed', activated: true });
    expect(world.activations).toEqual([MODEL]);
  });

  it('does not activate a model that is wrong about the new prices, and says by how much', async () => {
    world.verdict = REFUSED;
    const id = await trigger({ auto_activate: true });
    await bringAll();
    const state = await ended(id);
    expect(state).toMatchObject({ status: 'failed', activated: false, verdict: REFUSED });
    expect(state.error_message).toMatch(/not activated.*backtest: mean error 0\.0042.*\(2\.1 where 1\.5 is the limit\)/);
    expect(state.percent_complete).toBeLessThan(100);
    expect(world.activations).toEqual([]);
    expect(world.notes).toHaveLength(1);
  });

  it('shows the same verdict and completes when nothing was to be activated', async () => {
    world.verdict = REFUSED;
    const id = await trigger();
    await bringAll();
    expect(await ended(id)).toMatchObject({ status: 'completed', verdict: REFUSED, activated: null, error_message: null });
  });

  it('judges no model on a part of the prices', async () => {
    const id = await trigger({ auto_activate: true });
    for (const order of await ordersOf()) {
      if (order.data_type !== 'on_demand_prices') await prices.carryOut(order, 5);
      else await prices.tell(order, 0, { status: 'failed', error_message: 'the credentials were refused', completed_at: '2026-11-21T10:01:00Z' });
    }
    const state = await ended(id);
    expect(state).toMatchObject({ status: 'failed', verdict: null });
    expect(state.error_message).toMatch(/on_demand_prices of us-east-1: the credentials were refused/);
    expect(world.done).toEqual([]);
  });

  it('fails, and says so, when its model is deleted meanwhile', async () => {
    const id = await trigger({ auto_activate: true });
    world.models.clear();
    await bringAll();
    expect((await ended(id)).error_message).toMatch(/has been deleted meanwhile/);
  });

  it('does not take a model for deleted whose file is gone', async () => {
    world.filesGone = true;
    const id = await trigger({ auto_activate: true });
    await bringAll();
    expect(await ended(id)).toMatchObject({ status: 'failed', activated: false, verdict: PASSED, error_message: expect.stringMatching(/passed, but it could not be activated: the blob/) as string });
  });

  it.each(['rebuild', 'note', 'verify', 'activate'] as const)('goes on where it was when it is cut off after %s', async (effect) => {
    world.unheard.add(effect);
    const id = await trigger({ auto_activate: true });
    await bringAll();
    expect(await ended(id)).toMatchObject({ status: 'completed', activated: true });
    expect(world.unheard.size).toBe(0);
    expect(world.activations).toEqual([MODEL]);
    const times = world.done.filter((done) => done === effect).length;
    // An activation that nobody heard of is seen in the model itself.
    expect(times).toBe(effect === 'activate' ? 1 : 2);
    expect((await stateOf(id)).log.some(({ level, text }) => level === 'warn' && text.includes('has to wait'))).toBe(true);
  });
});

describe('cancelling a refresh', () => {
  it('calls its orders off, and nothing is judged', async () => {
    const id = await trigger({ auto_activate: true });
    const orders = await ordersOf();
    expect((await bus.ask(askCancelRefresh, { refresh_id: id })).status).toBe('cancelling');
    await until(async () => expect(prices.orders.filter(({ kind }) => kind === 'cancel')).toHaveLength(3));
    for (const order of orders) for (const { chunk } of order.chunks) await prices.tell(order, chunk, { status: 'cancelled', completed_at: '2026-11-21T10:01:00Z' });
    expect(await ended(id)).toMatchObject({ status: 'cancelled', error_message: null, verdict: null });
    expect(world.done).toEqual([]);
    await expect(bus.ask(askCancelRefresh, { refresh_id: id })).rejects.toMatchObject({ code: 'JOB_ENDED', details: { status: 'cancelled', step: 'ended' } });
  });

  it('comes too late for one whose model is being judged, or that has ended', async () => {
    const held = Promise.withResolvers<undefined>();
    world.verifying = held.promise;
    const id = await trigger();
    await bringAll();
    await until(async () => expect((await stateOf(id)).step).toBe('verifying'));
    await expect(bus.ask(askCancelRefresh, { refresh_id: id })).rejects.toMatchObject({ code: 'JOB_ENDED', message: expect.stringMatching(/verifying/) as string });
    held.resolve(undefined);
    await ended(id);
    await expect(bus.ask(askCancelRefresh, { refresh_id: id })).rejects.toMatchObject({ code: 'JOB_ENDED', message: expect.stringMatching(/completed/) as string });
    await expect(bus.ask(askCancelRefresh, { refresh_id: uuid() })).rejects.toMatchObject({ code: 'NOT_FOUND', path: 'refresh_id' });
  });
});

describe('what is asked for wrongly', () => {
  it.each([
    { what: 'an end before the start', wrong: { refresh_from_date: ago(2), refresh_to_date: ago(3) }, code: 'BAD_FIELD', path: 'refresh_to_date' },
    { what: 'an end to come', wrong: { refresh_to_date: ago(-1) }, code: 'BAD_FIELD', path: 'refresh_to_date' },
    { what: 'more than 90 days ago', wrong: { refresh_from_date: ago(91) }, code: 'BAD_FIELD', path: 'refresh_from_date' },
    { what: 'what is no day', wrong: { refresh_from_date: 'yesterday' }, code: 'BAD_FIELD', path: 'refresh_from_date' },
    { what: 'a region that is none', wrong: { regions: ['mars'] }, code: 'UNKNOWN_REGION', path: 'regions[0]' },
    { what: 'a pattern that matches nothing', wrong: { instance_types: ['z9.*'] }, code: 'UNKNOWN_INSTANCE_TYPE', path: 'instance_types[0]' },
    { what: 'a model that does not exist', wrong: { model_id: uuid() }, code: 'NOT_FOUND', path: 'model_id' },
  ])('is refused with $what, and nothing is stored', async ({ wrong, code, path }) => {
    const before = await bus.ask(askRefreshes, { limit: 1, offset: 0 });
    await expect(bus.ask(askTriggerRefresh, body(wrong))).rejects.toMatchObject({ code, path });
    expect((await bus.ask(askRefreshes, { limit: 1, offset: 0 })).total).toBe(before.total);
  });

  it('is the same refresh under the same request id, and refused with another body', async () => {
    const asked = { request_id: `r-${MODEL}` };
    const [one, other] = await Promise.all([trigger(asked), trigger(asked)]);
    expect(one).toBe(other);
    await expect(trigger({ ...asked, auto_activate: true })).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED', path: 'request_id' });
    await bringAll();
    await ended(one);
    expect(await trigger(asked)).toBe(one);
  });

  it('is refused when as many jobs are under way as may be', async () => {
    const ids = [await trigger(), await trigger()];
    await expect(trigger()).rejects.toMatchObject({ code: 'TOO_MANY_JOBS' });
    for (const order of await ordersOf(6)) await prices.carryOut(order, 1);
    for (const id of ids) await ended(id);
  });

  it('begins nothing in an installation that does not refresh', async () => {
    const off = await serveFiller(servers, { GAP_FILLER_ENABLED: 'false', ...midday.env });
    await expect(off.get(RefreshTrigger).trigger(body())).rejects.toMatchObject({ code: 'JOBS_DISABLED' });
    await off.close();
  });
});

describe('the history of refreshes', () => {
  it('has them newest first, page by page, and by what one looks for', async () => {
    const all = await bus.ask(askRefreshes, { limit: 100, offset: 0 });
    expect(all.rows.length).toBe(all.total);
    const starts = all.rows.map(({ started_at }) => started_at);
    expect(starts).toEqual([...starts].sort().reverse());
    const page = await bus.ask(askRefreshes, { limit: 2, offset: 1 });
    expect(page.rows.map(({ refresh_id }) => refresh_id)).toEqual(all.rows.slice(1, 3).map(({ refresh_id }) => refresh_id));
    const failed = await bus.ask(askRefreshes, { status: 'failed', limit: 100, offset: 0 });
    expect(failed.total).toBe(all.rows.filter(({ status }) => status === 'failed').length);
    expect(failed.total).toBeGreaterThan(0);
    for (const nobody of [{ model_id: uuid() }, { model_id: 'x' }, { refresh_type: 'auto' as const }, { end_date: ago(1) }, { start_date: ago(-2) }]) {
      expect((await bus.ask(askRefreshes, { ...nobody, limit: 10, offset: 0 })).total).toBe(0);
    }
    await expect(bus.ask(askRefresh, { refresh_id: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND', path: 'refresh_id' });
  });

  it('is counted in the metrics', async () => {
    const text = await filler.booted.metrics.registry.metrics();
    expect(text).toMatch(/ml_refreshes_total\{type="manual",status="completed",service="gap-filler"\} [1-9]/);
    expect(text).toMatch(/ml_refreshes_total\{type="manual",status="failed",service="gap-filler"\} [1-9]/);
    expect(await filler.get(Database).query('SELECT 1 FROM model_refresh_history WHERE completed_at IS NULL')).toEqual([]);
  });
});
