import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import { SECOND_MS } from '@ml/units/time';
import type { ReceivedReport } from './received-report';
import type { Verdict } from './verdict-on';

const BATCH_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const WAIT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

/** What is measured of the intake. */
@Injectable()
export class IntakeMeter {
  private readonly reports;
  private readonly batches;
  private readonly seconds;
  private readonly away;
  private readonly inHand = new Set<ReceivedReport>();

  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.reports = metrics.counter({ name: 'ml_feedback_reports_total', help: 'Reports of interruptions by what became of them', labels: ['outcome'] });
    this.batches = metrics.histogram({ name: 'ml_feedback_batch_reports', help: 'Reports counted in one transaction', buckets: BATCH_BUCKETS });
    this.seconds = metrics.histogram({ name: 'ml_feedback_count_seconds', help: 'From the receipt of a report to its being counted', buckets: WAIT_BUCKETS });
    metrics.gauge({
      name: 'ml_feedback_delay_seconds',
      help: 'How old the oldest report is that is in hand and not counted: how far the intake is behind',
      collect: (gauge) => gauge.set(this.oldestAge()),
    });
    this.away = metrics.counter({ name: 'ml_feedback_waits_total', help: 'Batches that had to wait for the database' });
  }

  taken(received: ReceivedReport): void {
    if (!received.asked) this.inHand.add(received);
  }

  done(received: ReceivedReport): void {
    this.inHand.delete(received);
  }

  counted(batch: readonly ReceivedReport[], verdicts: readonly Verdict[]): void {
    let counted = 0;
    for (const [index, { report, asked }] of batch.entries()) {
      if (asked) continue;
      this.seconds.observe(this.ageOf(report.received_at));
      counted += 1;
      this.reports.inc({ outcome: verdicts[index] ?? 'counted' });
    }
    if (counted > 0) this.batches.observe(counted);
  }

  waited(): void {
    this.away.inc();
  }

  private oldestAge(): number {
    let oldest = 0;
    for (const { report } of this.inHand) oldest = Math.max(oldest, this.ageOf(report.received_at));
    return oldest;
  }

  private ageOf(receivedAt: string): number {
    return Math.max(0, this.clock.millis() - Date.parse(receivedAt)) / SECOND_MS;
  }
}
