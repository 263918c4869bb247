import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Weekday } from '@ml/contracts/refresh';
import type { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { countJobsUnderWay } from '@ml/persistence/stores/gap-filler/jobs-under-way';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import { ScheduleStore } from '@ml/persistence/stores/gap-filler/schedule-store';
import type { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { readSettings } from '@ml/platform/settings';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@ml/units/time';
import { jobRules } from '../jobs/job-rules';
import { ModelCalls } from '../refresh/model-calls';
import { RefreshMetrics } from '../refresh/refresh-metrics';
import { RefreshRules } from '../refresh/refresh-rules';
import { gapFillerSettings } from '../settings';
import { AutoRefresh } from './auto-refresh';
import { ClockedRefresh } from './clocked-refresh';
import { RefreshClock } from './refresh-clock';
import { ScheduleSlots } from './schedule-slots';
import { fullTerms, nextRunOf } from './schedule-terms';

const owned = await ownedDatabase('gap-filler');
const database = owned.connect();
const schedules = new ScheduleStore(database);
const quiet = { warn: () => undefined } as unknown as Logger;

const settings = readSettings(gapFillerSettings, { DATABASE_URL: owned.url });

interface Replica {
  readonly slots: ScheduleSlots;
  /** Its clock with `CLOCK_OFFSET_MS`: where the database's clock would show this instant. */
  clockAt(instant: number): RefreshClock;
}

/** One process: its own connections, nothing shared with the other. */
const replica = (connection: Database): Replica => {
  const store = new RefreshStore(connection);
  const clocked = new ClockedRefresh(store, new JobStore(connection, jobRules));
  const metrics = new RefreshMetrics(new Metrics('gap-filler'));
  const schedulesOf = new ScheduleStore(connection);
  const slots = new ScheduleSlots(connection, schedulesOf, store, clocked, metrics, quiet);
  // Switched off: it asks nobody.
  const auto = new AutoRefresh(settings, connection, store, new ModelCalls({} as Bus), clocked, metrics);
  const clockAt = (instant: number): RefreshClock => {
    const clock = new Clock(instant - Date.now());
    return new RefreshClock(new RefreshRules(settings, clock), schedulesOf, slots, auto, clock, quiet);
  };
  return { slots, clockAt };
};
const replicas = [replica(owned.connect({ poolSize: 3 })), replica(owned.connect({ poolSize: 3 }))];
const look = async (at: string | number): Promise<void> => {
  await Promise.all(replicas.map(({ slots }) => slots.fire(new Date(at))));
};

interface Made {
  readonly time: string;
  readonly weekday?: Weekday;
  readonly savedAt: string;
}

const schedule = async ({ time, weekday, savedAt }: Made): Promise<string> => {
  const terms = fullTerms({ model_id: uuid(), time, ...(weekday === undefined ? { schedule_type: 'daily' } : { schedule_type: 'weekly', weekday }) }, { lookbackDays: 7, maxLookbackDays: 90 });
  return (await schedules.save(terms, { by: 'spec', next: nextRunOf(terms, new Date(savedAt)) })).schedule_id;
};

interface Fired {
  readonly refresh_id: string;
  readonly slot: Date;
  readonly from: string;
  readonly to: string;
}

const fired = (id: string): Promise<Fired[]> =>
  database.query<Fired>('SELECT refresh_id, slot, data_fetched_from AS from, data_fetched_to AS to FROM model_refresh_history WHERE schedule_id = $1 ORDER BY slot', [id]);
const slotsOf = async (id: string): Promise<string[]> => (await fired(id)).map(({ slot }) => slot.toISOString());
/** So that the next slot is not passed over. */
const endAll = (): Promise<number> => database.execute(`UPDATE model_refresh_history SET step = 'ended', status = 'completed', completed_at = now() WHERE completed_at IS NULL`);
const terms = async (id: string) => {
  const row = await schedules.find(id);
  if (row === undefined) throw new Error('the schedule has gone');
  return row;
};

beforeEach(async () => {
  await database.execute('DELETE FROM refresh_schedules');
  await endAll();
});

describe('the slots of schedules', () => {
  it('are fired by one of two replicas that look in the same second, each once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, (_, index) => schedule({ time: `02:0${index}`, savedAt: '2026-11-20T12:00:00Z' })));
    await look('2026-11-21T01:59:59.999Z');
    for (const id of ids) expect(await slotsOf(id)).toEqual([]);
    for (let second = 0; second < 5; second += 1) await look(Date.parse('2026-11-21T02:09:00Z') + second);
    for (const [index, id] of ids.entries()) expect(await slotsOf(id)).toEqual([`2026-11-21T02:0${index}:00.000Z`]);
  });

  it('come with a refresh of the days before, a step on its way, and the next time', async () => {
    const id = await schedule({ time: '02:00', savedAt: '2026-11-20T12:00:00Z' });
    await look('2026-11-21T02:00:01Z');
    const [refresh] = await fired(id);
    expect(refresh).toMatchObject({ from: '2026-11-14', to: '2026-11-21' });
    expect(await terms(id)).toMatchObject({ next_run_at: new Date('2026-11-22T02:00:00Z'), last_run_at: new Date('2026-11-21T02:00:01Z'), last_refresh_id: refresh?.refresh_id });
    expect(await database.query('SELECT subject FROM outbox WHERE body::jsonb @> jsonb_build_object($1::text, $2::text) AND subject LIKE $3', ['job_id', refresh?.refresh_id, 'work.gap-filler.step%'])).toHaveLength(1);
  });

  it('that were missed are one: the newest', async () => {
    const one = await schedule({ time: '02:00', savedAt: '2026-11-20T12:00:00Z' });
    await look('2026-11-21T18:00:00Z');
    expect(await slotsOf(one)).toEqual(['2026-11-21T02:00:00.000Z']);
    await endAll();
    await look('2026-11-24T18:00:00Z');
    await look('2026-11-24T18:00:02Z');
    expect(await slotsOf(one)).toEqual(['2026-11-21T02:00:00.000Z', '2026-11-24T02:00:00.000Z']);
  });

  it('of before a schedule was saved or switched on again were not missed', async () => {
    const id = await schedule({ time: '02:00', savedAt: '2026-11-21T12:00:00Z' });
    await look('2026-11-21T23:59:59Z');
    expect(await slotsOf(id)).toEqual([]);
    const known = await terms(id);
    await schedules.change(known, { ...known, enabled: false }, null);
    await look('2026-11-25T12:00:00Z');
    expect(await terms(id)).toMatchObject({ next_run_at: null });
    expect(await slotsOf(id)).toEqual([]);
    await schedules.change(await terms(id), { ...known, enabled: true }, nextRunOf({ ...known, enabled: true }, new Date('2026-11-25T12:00:00Z')));
    await look('2026-11-26T01:00:00Z');
    expect(await slotsOf(id)).toEqual([]);
    await look('2026-11-26T02:00:00Z');
    expect(await slotsOf(id)).toEqual(['2026-11-26T02:00:00.000Z']);
  });

  it('stay due when other terms are changed before anybody has looked', async () => {
    const id = await schedule({ time: '02:00', savedAt: '2026-11-20T12:00:00Z' });
    const known = await terms(id);
    const late = new Date('2026-11-21T02:00:30Z');
    await schedules.change(known, { ...known, lookback_days: 3 }, nextRunOf(known, late));
    await look(late.getTime());
    expect(await fired(id)).toMatchObject([{ from: '2026-11-18', to: '2026-11-21' }]);
  });

  it('of a schedule that was deleted meanwhile are not fired', async () => {
    const id = await schedule({ time: '02:00', savedAt: '2026-11-20T12:00:00Z' });
    expect(await schedules.remove(id)).toBe(true);
    await look('2026-11-21T02:00:00Z');
    expect(await slotsOf(id)).toEqual([]);
    expect(await schedules.remove(id)).toBe(false);
  });

  it('are passed over while the refresh before is under way, and the next one comes', async () => {
    const id = await schedule({ time: '02:00', savedAt: '2026-11-20T12:00:00Z' });
    await look('2026-11-21T02:00:00Z');
    await look('2026-11-22T02:00:00Z');
    expect(await slotsOf(id)).toEqual(['2026-11-21T02:00:00.000Z']);
    expect(await terms(id)).toMatchObject({ last_run_at: new Date('2026-11-21T02:00:00Z'), next_run_at: new Date('2026-11-23T02:00:00Z') });
    await endAll();
    await look('2026-11-23T02:00:00Z');
    expect(await slotsOf(id)).toEqual(['2026-11-21T02:00:00.000Z', '2026-11-23T02:00:00.000Z']);
  });

  it('of more models than one look takes are all fired, each once, and take no place from what people begin', async () => {
    const before = await database.transaction((tx) => countJobsUnderWay(tx));
    const made = 105;
    const ids: string[] = [];
    for (let count = 0; count < made; count += 1) ids.push(await schedule({ time: '02:00', savedAt: '2026-11-20T12:00:00Z' }));
    for (let second = 0; second < 4; second += 1) await look(Date.parse('2026-11-21T02:00:00Z') + second * SECOND_MS);
    const [counted] = await database.query('SELECT count(*) AS refreshes, count(DISTINCT schedule_id) AS schedules FROM model_refresh_history WHERE schedule_id = any($1)', [ids]);
    expect(counted).toEqual({ refreshes: made, schedules: made });
    expect(await database.transaction((tx) => countJobsUnderWay(tx))).toBe(before);
  });

  it('are not fired again when the clock is set back', async () => {
    const id = await schedule({ time: '02:00', savedAt: '2026-11-20T12:00:00Z' });
    await look('2026-11-21T02:00:00Z');
    await endAll();
    const set = new Date('2026-11-21T01:30:00Z');
    await look(set.getTime());
    for (const time of ['03:00', '02:00']) await schedules.change(await terms(id), { ...(await terms(id)), time }, nextRunOf({ ...(await terms(id)), time }, set));
    expect(await terms(id)).toMatchObject({ next_run_at: new Date('2026-11-21T02:00:00Z') });
    await look('2026-11-21T02:00:00Z');
    expect(await slotsOf(id)).toEqual(['2026-11-21T02:00:00.000Z']);
    await look('2026-11-22T02:00:00Z');
    expect(await slotsOf(id)).toHaveLength(2);
  });

  it('are free again when the process dies in their transaction', async () => {
    const id = await schedule({ time: '02:00', savedAt: '2026-11-20T12:00:00Z' });
    const now = new Date('2026-11-21T02:00:00Z');
    const dying = database.transaction(async (tx) => {
      expect(await schedules.lockDue(tx, id, now)).toMatchObject({ schedule_id: id });
      // Nobody waits for it, and nobody else takes it.
      await look(now.getTime());
      await schedules.moveOn(tx, id, { at: now, next: new Date('2026-11-22T02:00:00Z'), refreshId: uuid() });
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await slotsOf(id)).toEqual([]);
    await look(now.getTime());
    expect(await slotsOf(id)).toEqual(['2026-11-21T02:00:00.000Z']);
  });
});

describe('a clock that is moved', () => {
  /** Two replicas whose clocks are a little apart. */
  const look = async (at: string | number): Promise<void> => {
    await Promise.all(replicas.map(({ clockAt }, index) => clockAt(new Date(at).getTime() + index * 100).look()));
  };
  /** Every half hour. */
  const lookThrough = async (from: string, until: string): Promise<void> => {
    for (let at = Date.parse(from); at <= Date.parse(until); at += 30 * MINUTE_MS) {
      await look(at + 1_000);
      await endAll();
    }
  };
  const days = (from: string, count: number, time: string): string[] => Array.from({ length: count }, (_, day) => new Date(Date.parse(`${from}T${time}:00Z`) + day * DAY_MS).toISOString());

  it("fires once over a month's end, at both sides of midnight", async () => {
    const before = await schedule({ time: '23:59', savedAt: '2026-10-31T12:00:00Z' });
    const after = await schedule({ time: '00:00', savedAt: '2026-10-31T12:00:00Z' });
    await look('2026-10-31T23:58:30Z');
    expect(await slotsOf(before)).toEqual([]);
    await look('2026-10-31T23:59:00Z');
    await look('2026-10-31T23:59:30Z');
    expect([await slotsOf(before), await slotsOf(after)]).toEqual([['2026-10-31T23:59:00.000Z'], []]);
    await look('2026-11-01T00:00:00Z');
    await look('2026-11-01T00:00:02Z');
    expect([await slotsOf(before), await slotsOf(after)]).toEqual([['2026-10-31T23:59:00.000Z'], ['2026-11-01T00:00:00.000Z']]);
    expect(await fired(after)).toMatchObject([{ from: '2026-10-25', to: '2026-11-01' }]);
  });

  it.each([
    { night: 'in which Berlin springs forward', from: '2026-03-27', times: ['01:00', '01:30', '02:00', '02:30'] },
    { night: 'in which Berlin falls back', from: '2026-10-23', times: ['00:00', '00:30', '01:00', '02:30'] },
    { night: 'in which New York springs forward', from: '2026-03-06', times: ['06:30', '07:00', '07:30', '02:30'] },
    { night: 'in which New York falls back', from: '2026-10-30', times: ['05:00', '05:30', '06:00', '06:30'] },
  ])('fires once a day around the night $night', async ({ from, times }) => {
    const savedAt = new Date(Date.parse(`${from}T00:00:00Z`) - HOUR_MS).toISOString();
    const ids = await Promise.all(times.map((time) => schedule({ time, savedAt })));
    await lookThrough(`${from}T00:00:00Z`, new Date(Date.parse(`${from}T23:30:00Z`) + 3 * DAY_MS).toISOString());
    for (const [index, id] of ids.entries()) expect(await slotsOf(id)).toEqual(days(from, 4, times[index] ?? ''));
  });

  it('fires a weekly one on its day, a leap day among them', async () => {
    const id = await schedule({ time: '12:00', weekday: 'tue', savedAt: '2028-02-20T00:00:00Z' });
    for (const day of ['22', '23', '28', '29']) await lookThrough(`2028-02-${day}T11:00:00Z`, `2028-02-${day}T13:00:00Z`);
    expect(await slotsOf(id)).toEqual(['2028-02-22T12:00:00.000Z', '2028-02-29T12:00:00.000Z']);
  });
});
