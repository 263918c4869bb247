import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf } from './changes';
import { covers } from './covers';
import { holidays } from './holidays';
import { clockOf, dateOf, DAY, distinctZones, HOUR, MINUTE, offsetOf, openerOf, shownIn, type Day, type Hours } from './minute-oracle.fixture';
import { nextTurn } from './next-turn';
import type { Period } from './period';
import { scheduleTimeline, type Schedule } from './schedule';
import { timelineOf, type Timeline } from './timeline';
import { windowList } from './window-list';
import { zoneName } from './zone-name';

const FROM = Date.UTC(2016, 0);
const UNTIL = Date.UTC(2026, 0);
const AROUND = 36 * HOUR;
const WEEKDAYS: readonly Day[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** In these hours everything is asked for every minute on its own. */
const CLOSE = 6 * HOUR;
const ZONES = distinctZones(FROM, UNTIL);

/** Windows with their edges where clocks are changed: in the night, on the edge of a day, on any day. */
const SETS: readonly (readonly Hours[])[] = [
  [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], start: '08:00', end: '18:00' }],
  [
    { days: ['Sat', 'Sun'], start: '23:30', end: '02:30' },
    { days: ['Sun'], start: '02:45', end: '03:00' },
    { days: ['Thu', 'Fri'], start: '01:15', end: '02:01' },
  ],
  [
    { days: ['Fri'], start: '20:00', end: '08:00' },
    { days: ['Sun'], start: '00:00', end: '24:00' },
    { days: ['Mon', 'Wed', 'Sat'], start: '22:07', end: '00:30' },
  ],
];

const periodsOf = (zone: string, hours: readonly Hours[]): readonly Period[] => windowList(hours.map((window) => ({ ...window, timezone: zone })));

const timeline = (periods: readonly Period[], from: number, until: number): Timeline<boolean> =>
  timelineOf({ from, until }, changesOf(periods, { from, until }), (at) => covers(periods, at));

/** The state of every minute, as the turns tell it. */
const minutesOf = ({ range, first, turns }: Timeline<boolean>): readonly boolean[] => {
  const minutes: boolean[] = [];
  let [state, next] = [first, 0];
  for (let at = range.from; at < range.until; at += MINUTE) {
    for (let turn = turns[next]; turn !== undefined && turn.at <= at; turn = turns[next]) [state, next] = [turn.state, next + 1];
    minutes.push(state);
  }
  return minutes;
};

const firstDifference = (one: readonly boolean[], other: readonly boolean[], from: number): string | null => {
  const index = one.findIndex((state, minute) => state !== other[minute]);
  return index < 0 && one.length === other.length ? null : new Date(from + index * MINUTE).toISOString();
};

describe('windows beside a clock that is asked every minute', () => {
  it('agree around every change of the clocks of every zone in ten years', () => {
    const wrong: string[] = [];
    let changes = 0;
    let forward = 0;
    const openers = SETS.map(openerOf);
    for (const { zone, changes: times } of ZONES) {
      const clock = clockOf(zone);
      const sets = SETS.map((hours, index) => ({ periods: periodsOf(zone, hours), openedBy: openers[index] ?? openerOf([]) }));
      for (const change of times) {
        changes += 1;
        if (offsetOf(clock, change) > offsetOf(clock, change - MINUTE)) forward += 1;
        const [from, until] = [change - AROUND, change + AROUND];
        const shown = shownIn(clock, from, until);
        sets.forEach(({ periods, openedBy }, index) => {
          const expected = shown.map((minute) => openedBy(minute) !== null);
          const differs = firstDifference(minutesOf(timeline(periods, from, until)), expected, from);
          if (differs !== null) wrong.push(`${zone} set ${index} turns at ${differs}`);
          const turn = nextTurn(periods, from);
          const turned = expected.findIndex((state) => state !== expected[0]);
          if (turned >= 0 && turn?.at !== from + turned * MINUTE) wrong.push(`${zone} set ${index} next turn after ${new Date(from).toISOString()}`);
          const close = [(AROUND - CLOSE) / MINUTE, (AROUND + CLOSE) / MINUTE] as const;
          const near = expected.slice(...close);
          const off = firstDifference(near.map((_, minute) => covers(periods, change - CLOSE + minute * MINUTE)), near, change - CLOSE);
          if (off !== null) wrong.push(`${zone} set ${index} covers at ${off}`);
        });
      }
    }
    expect(wrong).toEqual([]);
    // Of these, each zone of the database that has changed its clocks is one or is a twin of one.
    expect(ZONES.reduce((sum, { zones }) => sum + zones, 0)).toBeGreaterThan(170);
    expect(ZONES.length).toBeGreaterThan(60);
    expect(changes).toBeGreaterThan(750);
    expect(Math.min(forward, changes - forward)).toBeGreaterThan(350);
  }, 120_000);

  it('agree on a day off on which the clocks are changed, also where downtime cuts into them', () => {
    const wrong: string[] = [];
    const nights: readonly Hours[] = [{ days: [...WEEKDAYS], start: '21:00', end: '05:30' }];
    const pause: readonly Hours[] = [{ days: ['Sat', 'Sun'], start: '01:30', end: '03:15' }];
    const [nightOf, pauseOf] = [openerOf(nights), openerOf(pause)];
    for (const { zone, changes } of ZONES) {
      const clock = clockOf(zone);
      for (const change of changes.slice(-2)) {
        const off = dateOf(clock(change));
        const [from, until] = [change - 20 * HOUR, change + 30 * HOUR];
        const isUp = (shown: number): boolean => {
          const by = nightOf(shown);
          return by !== null && dateOf(shown) !== off && !(by === 'yesterday' && dateOf(shown - DAY / MINUTE) === off) && pauseOf(shown) === null;
        };
        const schedule: Schedule = {
          forcedUp: [],
          forcedDown: [],
          overrides: [],
          holidays: { is: holidays([off]), zone: zoneName(zone) },
          uptime: periodsOf(zone, nights),
          downtime: periodsOf(zone, pause),
        };
        const { range, first, turns } = scheduleTimeline(schedule, { from, until });
        const states = minutesOf({ range, first: first === 'up', turns: turns.map(({ at, state }) => ({ at, state: state === 'up' })) });
        const expected = shownIn(clock, from, until).map(isUp);
        const differs = firstDifference(states, expected, from);
        if (differs !== null) wrong.push(`${zone} ${differs}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('agree in any week of any zone, with any windows', () => {
    const time = fc.nat(1_439).map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    const window = fc.record({ days: fc.subarray([...WEEKDAYS], { minLength: 1 }), start: time, end: fc.oneof(time, fc.constant('24:00')) }).filter(({ start, end }) => start !== end);
    const week = fc.record({ zone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')), start: fc.integer({ min: Date.UTC(1975, 0) / HOUR, max: Date.UTC(2050, 0) / HOUR }), hours: fc.array(window, { minLength: 1, maxLength: 4 }) });
    fc.assert(
      fc.property(week, ({ zone, start, hours }) => {
        const [from, until] = [start * HOUR, start * HOUR + 7 * DAY];
        const openedBy = openerOf(hours);
        const expected = shownIn(clockOf(zone), from, until).map((shown) => openedBy(shown) !== null);
        expect(firstDifference(minutesOf(timeline(periodsOf(zone, hours), from, until)), expected, from)).toBeNull();
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
