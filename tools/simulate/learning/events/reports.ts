import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@ml/units/time';
import type { Placement } from '../world/fleet';
import { WORLD_START } from '../world/true-world';
import type { WorldDraws } from '../world/world-draws';
import type { Loss } from './losses';

/** What arrives of interruptions. */
export interface SimulatedReport {
  readonly customer_id: string;
  readonly pool: number;
  readonly nodes: number;
  /** When it happened, milliseconds since the epoch. */
  readonly at: number;
  readonly received_at: number;
  /** Two with the same key are one report. */
  readonly key: string;
}

const OFTEN_WITHIN = 20 * SECOND_MS;
const LATE = 0.08;
const LATE_WITHIN = 30 * MINUTE_MS;
const VERY_LATE = 0.02;
const VERY_LATE_WITHIN = 48 * HOUR_MS;
const TWICE = 0.03;
/** Whoever reports a cluster at once waits that long for more. */
const GROUPED_HOURS = 3 / 60;

export const instantOf = (hour: number): number => WORLD_START + Math.round(hour * HOUR_MS);

/** Most reports come within a minute, some within half an hour, a few days later; a few come twice. */
export const reportsOf = (fleet: readonly Placement[], losses: readonly Loss[], draws: WorldDraws): readonly SimulatedReport[] => {
  const reports: SimulatedReport[] = [];
  for (const { placement: index, at, nodes } of notices(fleet, losses)) {
    const placement = fleet[index] as Placement;
    const instant = instantOf(at);
    const key = `${placement.customer} ${index} ${reports.length}`;
    const report = { customer_id: placement.customer, pool: placement.pool, nodes, at: instant, key };
    reports.push({ ...report, received_at: instant + reportDelay(draws) });
    if (draws.next() < TWICE) reports.push({ ...report, received_at: instant + reportDelay(draws) });
  }
  return reports.sort((one, other) => one.received_at - other.received_at);
};

/** Milliseconds until it is known of. */
export const reportDelay = (draws: WorldDraws): number => {
  const kind = draws.next();
  const delay = draws.exponential(OFTEN_WITHIN);
  if (kind < VERY_LATE) return Math.round(draws.next() * VERY_LATE_WITHIN);
  return Math.round(kind < VERY_LATE + LATE ? draws.next() * LATE_WITHIN : delay);
};

interface Notice {
  readonly placement: number;
  readonly at: number;
  readonly nodes: number;
}

/** One for each node, or one for what a cluster loses within three minutes. */
const notices = (fleet: readonly Placement[], losses: readonly Loss[]): readonly Notice[] => {
  const open = new Map<number, { placement: number; at: number; nodes: number }>();
  const all: Notice[] = [];
  for (const { placement, at } of losses) {
    const last = open.get(placement);
    if (fleet[placement]?.reportsNodes !== true && last !== undefined && at - last.at <= GROUPED_HOURS) last.nodes += 1;
    else {
      const notice = { placement, at, nodes: 1 };
      open.set(placement, notice);
      all.push(notice);
    }
  }
  return all;
};

/** What had come by then, each report once. */
export const receivedBy = (reports: readonly SimulatedReport[], instant: number): readonly SimulatedReport[] => {
  const known = new Set<string>();
  return reports.filter(({ key, received_at }) => {
    if (received_at > instant || known.has(key)) return false;
    known.add(key);
    return true;
  });
};
