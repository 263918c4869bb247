import type { LearnedPatterns } from '@ml/contracts/learning';
import { compareText } from '@ml/units/compare-text';
import { LEAST_CUSTOMERS } from '../least-customers';
import type { ReportedInterruption } from './reported-interruption';
import type { Steps } from './steps';
import { typeEvents } from './type-events';

/** Names are the callers' own: the most frequent are kept. */
const MOST_WORKLOADS = 50;
const FOUR_DIGITS = 4;
/** A mean that is shown to everybody moves in steps, so that a further report cannot be read off it. */
const SHARED_STEP_SECONDS = 10;

export interface WorkloadRules {
  /** Of all instances of the type; null: unknown. */
  readonly instanceMonths: number | null;
  /** Seen by everybody: nothing of fewer than three customers. */
  readonly shared: boolean;
}

const recoveryOf = (reports: readonly ReportedInterruption[], shared: boolean): number | null => {
  const said = reports.filter(({ recoverySeconds }) => recoverySeconds !== null);
  if (said.length === 0 || (shared && customersOf(said) < LEAST_CUSTOMERS)) return null;
  const mean = said.reduce((sum, { recoverySeconds }) => sum + (recoverySeconds ?? 0), 0) / said.length;
  return shared ? Math.round(mean / SHARED_STEP_SECONDS) * SHARED_STEP_SECONDS : Math.round(mean);
};

export const customersOf = (reports: readonly Pick<ReportedInterruption, 'customer'>[]): number => new Set(reports.map(({ customer }) => customer)).size;

interface Cell {
  readonly workload: string;
  readonly own: readonly ReportedInterruption[];
  readonly interruptions: number;
}

function* cellsOf(reports: readonly ReportedInterruption[]): Steps<readonly Cell[]> {
  const named = reports.filter(({ workload }) => workload !== null);
  const cells: Cell[] = [];
  for (const [workload, own] of Map.groupBy(named, (report) => report.workload ?? '')) cells.push({ workload, own, interruptions: (yield* typeEvents(own)).length });
  return cells;
}

/** Of each kind of work: events that hit it, how many an instance of the type has in a month, and how long it took to be back. */
export function* workloadPatterns(reports: readonly ReportedInterruption[], { instanceMonths, shared }: WorkloadRules): Steps<LearnedPatterns['workload_patterns']> {
  const cells = yield* cellsOf(reports);
  const most = cells.toSorted((one, other) => other.interruptions - one.interruptions || compareText(one.workload, other.workload)).slice(0, MOST_WORKLOADS);
  return Object.fromEntries(
    most.map(({ workload, own, interruptions }) => [
      workload,
      {
        interruption_rate: instanceMonths === null ? null : Number((interruptions / instanceMonths).toPrecision(FOUR_DIGITS)),
        avg_recovery_seconds: recoveryOf(own, shared),
        interruptions,
      },
    ]),
  );
}
