import type { Turn } from '@ml/engine-kernel/calendar/timeline';
import type { UpOrDown } from '@ml/engine-kernel/calendar/schedule';
import { compareText } from '@ml/units/compare-text';
import { roundToCents } from '@ml/units/money';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { Candidate } from './candidates';
import type { Timing } from './timing';

/** One transition of the next seven days, for all workloads that turn together. */
export interface PlannedTurn {
  readonly at: string;
  readonly environment: string;
  readonly window: string;
  readonly state: UpOrDown;
  readonly workloads: number;
  /** The end of the period; null when it is not within the time looked at. */
  readonly until: string | null;
  /** Hours of it, as far as they were looked at. */
  readonly hours: number;
  /** USD of that period. */
  readonly estimated_savings: number;
}

const DAYS = 7;
/** Every transition of 18 schedules that turn four times a day. */
export const MOST_TURNS = 500;

interface Group {
  readonly timing: Timing;
  readonly environment: string;
  workloads: number;
  usdPerHour: number;
}

/** `rateOf`: USD an hour that a unit costs above what it costs asleep. */
export const weekPlan = (candidates: readonly Candidate[], rateOf: (candidate: Candidate) => number): readonly PlannedTurn[] => {
  const groups = new Map<Timing, Group>();
  for (const candidate of candidates) {
    const { timing, environment } = candidate;
    const group = groups.get(timing) ?? { timing, environment: environment.name, workloads: 0, usdPerHour: 0 };
    group.workloads += 1;
    group.usdPerHour += rateOf(candidate);
    groups.set(timing, group);
  }
  return [...groups.values()].flatMap(turnsOf).sort((one, other) => compareText(one.at, other.at) || compareText(one.environment, other.environment) || compareText(one.window, other.window));
};

const turnsOf = (group: Group): readonly PlannedTurn[] => {
  const { range, turns } = group.timing.timeline;
  return turns.flatMap((turn, index) => (turn.at < range.from + DAYS * DAY_MS ? [planned(group, turn, turns[index + 1]?.at ?? null)] : []));
};

const planned = ({ timing, environment, workloads, usdPerHour }: Group, { at, state }: Turn<UpOrDown>, until: number | null): PlannedTurn => {
  const hours = ((until ?? timing.timeline.range.until) - at) / HOUR_MS;
  return {
    at: new Date(at).toISOString(),
    environment,
    window: timing.text,
    state,
    workloads,
    until: until === null ? null : new Date(until).toISOString(),
    hours: roundToCents(hours),
    estimated_savings: state === 'down' ? roundToCents(usdPerHour * hours) : 0,
  };
};
