import type { InterruptionReport } from '@ml/contracts/interruptions';
import type { KnownReport } from '@ml/persistence/stores/feedback/report-store';

/** `unknown`: only asked about, and not there. `counted` also when it comes again from the stream, which delivers at least once. `reused`: its event id belongs to another report. */
export type Verdict = 'unknown' | 'counted' | 'duplicate' | 'reused';

/** Of a report beside the one that is kept under its key. */
export const verdictOn = (report: Pick<InterruptionReport, 'body_hash' | 'received_at' | 'event_id'>, known: Pick<KnownReport, 'body_hash' | 'received_at'>): Verdict => {
  if (known.body_hash !== report.body_hash) return report.event_id === null ? 'duplicate' : 'reused';
  return known.received_at.getTime() === Date.parse(report.received_at) ? 'counted' : 'duplicate';
};
