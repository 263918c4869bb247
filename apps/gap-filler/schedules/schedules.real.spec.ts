import { v7 as uuid } from 'uuid';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { askCancelRefresh, askChangeSchedule, askDeleteSchedule, askRefresh, askRefreshes, askSaveSchedule, askSchedules, type RefreshListed, type RefreshSchedule, type RefreshState, type RefreshType, type ScheduleTerms } from '@ml/contracts/refresh';
import { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { bootService } from '@ml/platform/boot-service';
import { midday } from '@ml/testing/midday';
import { realServers } from '@ml/testing/real';
import { DAY_MS, MINUTE_MS } from '@ml/units/time';
import { standInForPricing } from '../test/price-stand-in';
import { standInForRefreshes } from '../test/refresh-stand-ins';
import { serveFiller, type Served } from '../test/served-filler';
import { RefreshHandler } from '../refresh/refresh-handler';
import { AutoRefresh } from './auto-refresh';
import { RefreshClock } from './refresh-clock';

const servers = await realServers();
const prices = await standInForPricing(servers);
const world = await standInForRefreshes(servers);
const gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
const filler = await serveFiller(servers, midday.env);
afterAll(async () => {
  await filler.close();
  await gateway.close();
  await world.close();
  await prices.close();
});

const { bus } = gateway;
const MODEL = uuid();
const page = { limit: 100, offset: 0 };
const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 });
const save = (terms: Partial<ScheduleTerms> = {}): Promise<RefreshSchedule> => bus.ask(askSaveSchedule, { model_id: MODEL, schedule_type: 'daily', time: '02:00', requested_by: 'key', ...terms });
/** A time of the day that has just begun, so that it comes again in a day, and not sooner. */
const justNow = (): string => new Date(midday.now().getTime() - MINUTE_MS).toISOString().slice(11, 16);
const dayFrom = (days: number): string => new Date(midday.start.getTime() + days * DAY_MS).toISOString();

beforeEach(async () => {
  world.reset();
  prices.orders.length = 0;
  world.models.set(MODEL, { active: false, model_type: 'spot_price_predictor' });
  prices.types = [{ instance_type: 'm5.large', pools: 3, changes_per_day: 10, missing: [{ from: dayFrom(-80), until: dayFrom(5) }] }];
  await filler.get(Database).execute('DELETE FROM refresh_schedules');
});

describe('schedules', () => {
  it('are saved with everything they mean, and the time when they fire next', async () => {
    const schedule = await save({ instance_types: ['m5.*'], regions: ['us-east-1'], auto_activate: true });
    expect(schedule).toMatchObject({ model_id: MODEL, schedule_type: 'daily', time: '02:00', weekday: null, lookback_days: 7, enabled: true, instance_types: ['m5.*'], auto_activate: true, created_by: 'key', last_run_at: null });
    const next = new Date(schedule.next_run_at ?? 0);
    expect(next.toISOString().slice(11)).toBe('02:00:00.000Z');
    expect(next.getTime() - midday.now().getTime()).toBeGreaterThan(0);
    expect(next.getTime() - midday.now().getTime()).toBeLessThanOrEqual(DAY_MS);
    expect(await bus.ask(askSchedules, { model_id: MODEL, enabled: true, ...page })).toEqual({ rows: [schedule], total: 1 });
    for (const others of [{ model_id: uuid() }, { model_id: 'x' }, { enabled: false }]) expect((await bus.ask(askSchedules, { ...others, ...page })).total).toBe(0);
  });

  it('are one and the same for the same model, type and time, also when both are saved at once', async () => {
    const [one, other] = await Promise.all([save(), save({ lookback_days: 3 })]);
    const again = await save({ lookback_days: 30, enabled: false });
    expect(new Set([one, other, again].map(({ schedule_id }) => schedule_id)).size).toBe(1);
    expect(again).toMatchObject({ lookback_days: 30, enabled: false, next_run_at: null });
    const weekly = [await save({ schedule_type: 'weekly' }), await save({ schedule_type: 'weekly', weekday: 'tue' })];
    expect(weekly.map(({ weekday }) => weekday)).toEqual(['mon', 'tue']);
    expect(weekly.map(({ next_run_at }) => new Date(next_run_at ?? 0).getUTCDay())).toEqual([1, 2]);
    expect((await bus.ask(askSchedules, page)).total).toBe(3);
  });

  it('change, but not onto another one', async () => {
    const [early, late] = [await save(), await save({ time: '03:00' })];
    const changed = await bus.ask(askChangeSchedule, { schedule_id: late.schedule_id, time: '04:15', lookback_days: 2 });
    expect(changed).toMatchObject({ schedule_id: late.schedule_id, time: '04:15', lookback_days: 2, created_at: late.created_at });
    expect(changed.next_run_at?.slice(11)).toBe('04:15:00.000Z');
    await expect(bus.ask(askChangeSchedule, { schedule_id: late.schedule_id, time: early.time })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'time' });
    await expect(bus.ask(askChangeSchedule, { schedule_id: uuid(), time: '04:15' })).rejects.toMatchObject({ code: 'NOT_FOUND', path: 'schedule_id' });
  });

  it('keep what each of several changes says that come at once', async () => {
    const { schedule_id } = await save();
    const changes = [{ lookback_days: 2 }, { auto_activate: true }, { time: '05:00' }, { regions: ['us-east-1'] }, { instance_types: ['m5.*'] }];
    await Promise.all(changes.map((change) => bus.ask(askChangeSchedule, { schedule_id, ...change })));
    expect((await bus.ask(askSchedules, page)).rows).toMatchObject([Object.assign({}, ...changes) as Partial<RefreshSchedule>]);
    expect(await bus.ask(askChangeSchedule, { schedule_id })).toMatchObject({ lookback_days: 2, time: '05:00', enabled: true });
  });

  it('are deleted once', async () => {
    const { schedule_id } = await save();
    expect(await bus.ask(askDeleteSchedule, { schedule_id })).toEqual({ status: 'deleted', schedule_id });
    for (const gone of [schedule_id, 'x']) await expect(bus.ask(askDeleteSchedule, { schedule_id: gone })).rejects.toMatchObject({ code: 'NOT_FOUND', path: 'schedule_id' });
  });

  it.each([
    { wrong: { time: '24:00' }, code: 'BAD_FIELD', path: 'time' },
    { wrong: { weekday: 'fri' as const }, code: 'BAD_FIELD', path: 'weekday' },
    { wrong: { lookback_days: 91 }, code: 'BAD_FIELD', path: 'lookback_days' },
    { wrong: { model_id: uuid() }, code: 'NOT_FOUND', path: 'model_id' },
    { wrong: { regions: ['mars'] }, code: 'UNKNOWN_REGION', path: 'regions[0]' },
    { wrong: { instance_types: ['z9.*'] }, code: 'UNKNOWN_INSTANCE_TYPE', path: 'instance_types[0]' },
  ])('are refused when they say $wrong', async ({ wrong, code, path }) => {
    await expect(save(wrong)).rejects.toMatchObject({ code, path });
    expect((await bus.ask(askSchedules, page)).total).toBe(0);
  });
});

/** Two replicas whose clocks say tomorrow, for as long as `work` takes. */
const tomorrow = async (env: Readonly<Record<string, string>>, work: (replicas: readonly Served[]) => Promise<void>): Promise<void> => {
  const late = { ...midday.ahead(DAY_MS), ...env };
  const replicas = await Promise.all([serveFiller(servers, late), serveFiller(servers, late)]);
  try {
    await work(replicas);
  } finally {
    for (const { close } of replicas) await close();
  }
};
const begun = (refresh_type: RefreshType) => bus.ask(askRefreshes, { refresh_type, ...page });
const ended = (refresh_id: string): Promise<RefreshState> =>
  until(async () => {
    for (const order of prices.fetches()) await prices.carryOut(order, 4);
    const state = await bus.ask(askRefresh, { refresh_id });
    expect(state.step).toBe('ended');
    return state;
  });

describe('the clock', () => {
  it('refreshes a model once with two replicas, and waits with it while others are away', async () => {
    const schedule = await save({ time: justNow(), auto_activate: true, lookback_days: 2 });
    world.away = true;
    await tomorrow({}, async (replicas) => {
      const [refresh] = await until(async () => {
        const { rows } = await begun('scheduled');
        expect(rows).toHaveLength(1);
        return rows;
      });
      const id = refresh?.refresh_id ?? '';
      expect(refresh).toMatchObject({ model_id: MODEL, schedule_id: schedule.schedule_id, status: 'in_progress', step: 'planning', triggered_by: 'schedule', percent_complete: 0 });
      await until(async () => expect((await bus.ask(askRefresh, { refresh_id: id })).log.at(-1)?.text).toMatch(/planning has to wait: models does not answer/));
      world.away = false;
      await until(async () => {
        expect(prices.fetches().map(({ lane }) => lane)).toEqual(['bulk', 'bulk', 'bulk']);
        return Promise.resolve();
      });
      const state = await ended(id);
      expect(state).toMatchObject({ status: 'completed', activated: true });
      // Of which day depends on the replica that planned it: only two of the three live in tomorrow.
      expect(Date.parse(state.data_fetched_to) - Date.parse(state.data_fetched_from)).toBe(2 * DAY_MS);
      expect((await begun('scheduled')).total).toBe(1);
      const [now] = (await bus.ask(askSchedules, page)).rows;
      expect(now).toMatchObject({ last_refresh_id: id, next_run_at: new Date(Date.parse(schedule.next_run_at ?? '') + DAY_MS).toISOString() });
      const late = await Promise.all(replicas.map(({ booted }) => booted.metrics.registry.getSingleMetricAsString('ml_refresh_late_seconds')));
      expect(late.join('')).toMatch(/ml_refresh_late_seconds\{type="scheduled",service="gap-filler"\} \d/);
    });
  });

  const cancelledBy = {
    'at once': ({ refresh_id }: RefreshListed) => bus.ask(askCancelRefresh, { refresh_id }),
    'also when the process dies in between': ({ refresh_id }: RefreshListed) => filler.get(Database).transaction((tx) => filler.get(JobStore).askCancel(tx, refresh_id)),
  };

  it.each(Object.entries(cancelledBy))('has a refresh cancelled that was not planned yet, %s', async (_, cancel) => {
    await save({ time: justNow() });
    world.away = true;
    await tomorrow({}, async ([replica]) => {
      const refresh = await until(async () => {
        const { rows } = await bus.ask(askRefreshes, { refresh_type: 'scheduled', status: 'in_progress', ...page });
        expect(rows).toHaveLength(1);
        return rows[0] as RefreshListed;
      });
      const { refresh_id } = refresh;
      await cancel(refresh);
      await until(async () => expect(await bus.ask(askRefresh, { refresh_id })).toMatchObject({ status: 'cancelled', step: 'ended' }));
      world.away = false;
      await replica?.get(RefreshHandler).step(refresh_id);
      expect(prices.orders).toEqual([]);
      expect(await bus.ask(askRefresh, { refresh_id })).toMatchObject({ status: 'cancelled', records_fetched: 0, chunks: { total: 0 } });
    });
  });

  it('switches the schedule of a model off that has been deleted, and says so', async () => {
    const { schedule_id } = await save({ time: justNow() });
    const other = await save({ time: '02:00', schedule_type: 'weekly', model_id: MODEL });
    world.models.clear();
    await tomorrow({}, async () => {
      await until(async () => {
        const failed = (await begun('scheduled')).rows.find((row) => row.schedule_id === schedule_id);
        expect(failed).toMatchObject({ status: 'failed', error_message: expect.stringMatching(/has been deleted meanwhile.*switched off/) as string });
      });
      const { rows } = await bus.ask(askSchedules, page);
      expect(rows.map((row) => [row.schedule_id, row.enabled, row.next_run_at]).sort()).toEqual([schedule_id, other.schedule_id].sort().map((id) => [id, false, null]));
    });
  });

  it('refreshes each price model that is in use once, by AUTO_REFRESH_SCHEDULE, when models is there', async () => {
    const [one, other] = [uuid(), uuid()];
    world.models.set(one, { active: true, model_type: 'spot_price_predictor' });
    world.models.set(other, { active: true, model_type: 'spot_predictor' });
    world.models.set(uuid(), { active: true, model_type: 'waste_predictor' });
    world.away = true;
    const auto = { AUTO_REFRESH_ENABLED: 'true', AUTO_REFRESH_SCHEDULE: '0 2 * * *', AUTO_REFRESH_LOOKBACK_DAYS: '30', GAP_FILLER_MAX_LOOKBACK_DAYS: '3' };
    const slots = () => filler.get(Database).query<{ fired: boolean }>(`SELECT fired FROM schedule_slots WHERE schedule = 'auto-refresh' ORDER BY slot`);
    const first = await serveFiller(servers, { ...midday.env, ...auto });
    await until(async () => expect(await slots()).toEqual([{ fired: false }]));
    await first.close();
    await tomorrow(auto, async (replicas) => {
      for (const replica of replicas) await expect(replica.get(AutoRefresh).fire(new Date(midday.now().getTime() + DAY_MS))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(await slots()).toEqual([{ fired: false }]);
      world.away = false;
      await until(async () => expect(await slots()).toEqual([{ fired: false }, { fired: true }]));
      const { rows } = await begun('auto');
      expect(rows.map(({ model_id }) => model_id).sort()).toEqual([one, other].sort());
      for (const row of rows) {
        expect(row).toMatchObject({ schedule_id: null, auto_activate: false, triggered_by: 'auto' });
        expect(Date.parse(row.data_fetched_to) - Date.parse(row.data_fetched_from)).toBe(3 * DAY_MS);
      }
      // One after the other: what the first brings the second need not fetch.
      await until(async () => expect((await begun('auto')).rows.map(({ step }) => step).sort()).toEqual(['fetching', 'planning']));
      await until(() => Promise.resolve(expect(prices.fetches()).toHaveLength(3)));
      for (const { refresh_id } of rows) expect(await ended(refresh_id)).toMatchObject({ status: 'completed', activated: null });
      expect((await begun('auto')).total).toBe(2);
      expect(world.notes).toHaveLength(2);
    });
  });

  it('does nothing in an installation that does not refresh', async () => {
    const before = (await begun('scheduled')).total;
    const { schedule_id } = await save({ time: justNow() });
    await tomorrow({ GAP_FILLER_ENABLED: 'false' }, async (replicas) => {
      for (const replica of replicas) await replica.get(RefreshClock).look();
      expect((await begun('scheduled')).total).toBe(before);
      await bus.ask(askDeleteSchedule, { schedule_id });
    });
  });

  it.each(['daily at 2', '0 25 * * *', '0 2 30 2 *', '* * * * * *', '2999-01-01T00:00:00'])('does not start with "%s" as its cron expression', async (schedule) => {
    await expect(serveFiller(servers, { AUTO_REFRESH_SCHEDULE: schedule })).rejects.toThrow(/AUTO_REFRESH_SCHEDULE.*cron expression/s);
  });
});
