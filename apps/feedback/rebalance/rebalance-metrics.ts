import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { longestDue, openJobs } from '@ml/persistence/stores/feedback/rebalance-figures';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';

/** Jobs of moving nodes in the metrics. */
@Injectable()
export class RebalanceMetrics {
  private readonly made;
  private readonly leasesLost;

  constructor(@Inject(Database) database: Database, @Inject(Clock) clock: Clock, @Inject(Metrics) metrics: Metrics) {
    this.made = metrics.counter({ name: 'ml_rebalance_jobs_made_total', help: 'Jobs of moving nodes out of a risky pool that were made' });
    this.leasesLost = metrics.counter({ name: 'ml_rebalance_leases_lost_total', help: 'Leases that ran out before their worker had ended the job' });
    metrics.gauge({
      name: 'ml_rebalance_jobs',
      help: 'Jobs of moving nodes that have not ended',
      labels: ['status'],
      collect: async (gauge) => {
        // Without the database the rest of the metrics is still worth having.
        const open = await openJobs(database).catch(() => undefined);
        if (open === undefined) return;
        for (const status of ['PENDING', 'IN_PROGRESS']) gauge.set({ status }, open.find((one) => one.status === status)?.jobs ?? 0);
      },
    });
    metrics.gauge({
      name: 'ml_rebalance_due_seconds',
      help: 'Time for which the job has been due that nobody has taken for longest; 0 when none is due',
      collect: async (gauge) => {
        const seconds = await longestDue(database, clock.now()).catch(() => undefined);
        if (seconds !== undefined) gauge.set(seconds);
      },
    });
  }

  jobsMade(count: number): void {
    this.made.inc(count);
  }

  lost(count: number): void {
    this.leasesLost.inc(count);
  }
}
