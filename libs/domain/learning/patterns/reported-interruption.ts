import type { Timed } from '../levels/interruption-events';

/** What patterns are made of: one report, of one instance type. */
export interface ReportedInterruption extends Timed {
  readonly customer: string;
  readonly zone: string;
  readonly region: string;
  readonly workload: string | null;
  readonly recoverySeconds: number | null;
}
