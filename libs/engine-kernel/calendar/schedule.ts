import { covers, type Holidays } from './covers';
import { changesOf } from './changes';
import type { OncePeriod, Period } from './period';
import { timelineOf, type Timeline } from './timeline';
import { wallClock } from './wall-clock';
import { MIDNIGHTS } from './week-span';
import { instantsOf, type Range } from './zone-instants';

export type UpOrDown = 'up' | 'down';

/** A one-off exception, for a time. */
export interface Override extends OncePeriod {
  readonly state: UpOrDown;
}

/** When something is up. */
export interface Schedule {
  /** Whatever else holds. */
  readonly forcedUp: readonly Period[];
  readonly forcedDown: readonly Period[];
  readonly overrides: readonly Override[];
  readonly holidays: Holidays | null;
  /** null: at all times that are no downtime. */
  readonly uptime: readonly Period[] | null;
  readonly downtime: readonly Period[];
}

export type Why = 'FORCED_UPTIME' | 'FORCED_DOWNTIME' | 'OVERRIDE_UP' | 'OVERRIDE_DOWN' | 'HOLIDAY' | 'DOWNTIME' | 'OUTSIDE_UPTIME' | 'UPTIME';

const UP: readonly Why[] = ['FORCED_UPTIME', 'OVERRIDE_UP', 'UPTIME'];

export const stateFor = (why: Why): UpOrDown => (UP.includes(why) ? 'up' : 'down');

/** What decides at an instant: force before override before holiday before downtime before uptime. */
export const whyAt = (schedule: Schedule, at: number): Why => {
  if (covers(schedule.forcedUp, at)) return 'FORCED_UPTIME';
  if (covers(schedule.forcedDown, at)) return 'FORCED_DOWNTIME';
  const overrides = schedule.overrides.filter(({ from, until }) => from <= at && at < until);
  if (overrides.length > 0) return overrides.some(({ state }) => state === 'down') ? 'OVERRIDE_DOWN' : 'OVERRIDE_UP';
  return ordinaryAt(schedule, at);
};

/** A day off is a day off by the clock of its own zone and by that of each window; see `covers`. */
const ordinaryAt = ({ holidays, uptime, downtime }: Schedule, at: number): Why => {
  if (covers(downtime, at)) return 'DOWNTIME';
  if (uptime === null) return holidays?.is(wallClock(holidays.zone, at).day) === true ? 'HOLIDAY' : 'UPTIME';
  if (covers(uptime, at, holidays)) return 'UPTIME';
  return holidays !== null && covers(uptime, at) ? 'HOLIDAY' : 'OUTSIDE_UPTIME';
};

export const stateAt = (schedule: Schedule, at: number): UpOrDown => stateFor(whyAt(schedule, at));

export const scheduleTimeline = (schedule: Schedule, range: Range): Timeline<UpOrDown> => timelineOf(range, turnsIn(schedule, range), (at) => stateAt(schedule, at));

const turnsIn = ({ forcedUp, forcedDown, overrides, holidays, uptime, downtime }: Schedule, range: Range): readonly number[] => [
  ...changesOf([...forcedUp, ...forcedDown, ...overrides, ...downtime], range),
  ...changesOf(uptime ?? [], range, holidays !== null),
  ...(holidays === null ? [] : instantsOf(holidays.zone, MIDNIGHTS, range)),
];
