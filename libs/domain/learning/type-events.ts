import { interruptionEvents } from './interruption-events';
import type { ReportedInterruption } from './reported-interruption';

/** What happened to one pool of the type at once. */
export interface TypeEvent {
  readonly at: number;
  readonly customers: readonly string[];
}

/** The events of all pools of one instance type, each pool for itself. */
export const typeEvents = (reports: readonly ReportedInterruption[]): readonly TypeEvent[] =>
  [...Map.groupBy(reports, ({ zone }) => zone).values()].flatMap((ofPool) =>
    interruptionEvents(ofPool).map(({ last_at, reports: together }) => ({ at: last_at, customers: [...new Set(together.map(({ customer }) => customer))] })),
  );
