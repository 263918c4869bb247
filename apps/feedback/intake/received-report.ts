import type { InterruptionReport } from '@ml/contracts/interruptions';

/** A report, and for whom its answer is. */
export interface ReceivedReport {
  readonly report: InterruptionReport;
  /** null: the platform's own key, which sees all customers. */
  readonly tenant: string | null;
  /** Only asked about: it comes to be counted by the stream. */
  readonly asked: boolean;
}
