import { interruptionEvents } from '../levels/interruption-events';
import type { ReportedInterruption } from './reported-interruption';
import type { Steps } from './steps';

/** What happened to one pool of the type at once. */
export interface TypeEvent {
  readonly at: number;
  readonly customers: readonly string[];
}

/** The events of one pool. */
const poolEvents = (reports: readonly ReportedInterruption[]): readonly TypeEvent[] => interruptionEvents(reports).map(({ last_at, reports: together }) => ({ at: last_at, customers: customersIn(together) }));

/** The events of all pools of one instance type, each pool for itself: a step for each. */
export function* typeEvents(reports: readonly ReportedInterruption[]): Steps<readonly TypeEvent[]> {
  const pools = [...Map.groupBy(reports, ({ zone }) => zone).values()];
  const events: (readonly TypeEvent[])[] = [];
  for (const pool of pools) {
    events.push(poolEvents(pool));
    yield;
  }
  return events.flat();
}

const customersIn = (reports: readonly ReportedInterruption[]): readonly string[] => {
  const names = reports.map(({ customer }) => customer);
  return names.length === 1 ? names : [...new Set(names)];
};
