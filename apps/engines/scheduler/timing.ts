import { downShare } from '@ml/engine-kernel/calendar/down-share';
import { scheduleTimeline, stateFor, whyAt, type Schedule, type UpOrDown, type Why } from '@ml/engine-kernel/calendar/schedule';
import type { Timeline, Turn } from '@ml/engine-kernel/calendar/timeline';
import { DAY_MS } from '@ml/units/time';
import type { Hours } from './environment';
import type { Marks } from './marks';

/** What a schedule says now and next. Shared by all workloads that have it. */
export interface Timing {
  readonly key: string;
  readonly schedule: Schedule;
  readonly why: Why;
  readonly wanted: UpOrDown;
  /** From now on. */
  readonly timeline: Timeline<UpOrDown>;
  /** Looked for within 400 days. */
  readonly next: Turn<UpOrDown> | null;
  /** RFC 3339. */
  readonly nextAt: string | null;
  /** 0 to 1, of the time looked at. */
  readonly downShare: number;
  readonly text: string;
  /** Whether it has been down without a break since then. */
  readonly downSince: (at: number) => boolean;
}

const FAR_DAYS = 400;
/** Looked at at once beyond the time for which savings are counted: most find their turn early. */
const STRIDE_DAYS = 28;

export const scheduleOf = (hours: Hours, marks: Marks): Schedule | null => {
  const { forcedUp, forcedDown } = marks;
  const uptime = marks.uptime ?? hours.uptime;
  if (uptime === null && marks.downtime === null && forcedUp.length === 0 && forcedDown.length === 0) return null;
  return { forcedUp, forcedDown, overrides: hours.overrides, holidays: hours.holidays, uptime, downtime: marks.downtime ?? [] };
};

export interface Look {
  readonly key: string;
  readonly schedule: Schedule;
  readonly text: string;
  readonly now: number;
  readonly days: number;
}

export const timingOf = ({ key, schedule, text, now, days }: Look): Timing => {
  const timeline = scheduleTimeline(schedule, { from: now, until: now + days * DAY_MS });
  const why = whyAt(schedule, now);
  const next = timeline.turns[0] ?? laterTurn(schedule, timeline, now + FAR_DAYS * DAY_MS);
  const nextAt = next === null ? null : new Date(next.at).toISOString();
  return { key, schedule, why, wanted: stateFor(why), timeline, next, nextAt, downShare: downShare([timeline]), text, downSince: sinceIn(schedule, now) };
};

/** The first turn after a time in which there was none. */
const laterTurn = (schedule: Schedule, { range, first: state }: Timeline<UpOrDown>, end: number): Turn<UpOrDown> | null => {
  for (let from = range.until; from < end; from += STRIDE_DAYS * DAY_MS) {
    const { first, turns } = scheduleTimeline(schedule, { from, until: Math.min(end, from + STRIDE_DAYS * DAY_MS) });
    const turn = first === state ? turns[0] : { at: from, state: first };
    if (turn !== undefined) return turn;
  }
  return null;
};

const sinceIn = (schedule: Schedule, now: number): Timing['downSince'] => {
  const answers = new Map<number, boolean>();
  return (at) => {
    const known = answers.get(at);
    if (known !== undefined) return known;
    const answer = at <= now && now - at <= FAR_DAYS * DAY_MS && wasDown(schedule, at, now);
    answers.set(at, answer);
    return answer;
  };
};

const wasDown = (schedule: Schedule, from: number, now: number): boolean => {
  const { first, turns } = scheduleTimeline(schedule, { from, until: now + 1 });
  return first === 'down' && turns.length === 0;
};
