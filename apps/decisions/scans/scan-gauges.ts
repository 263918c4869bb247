import { Inject, Injectable } from '@nestjs/common';
import { ScanStore } from '@ml/persistence/stores/decisions/scan-store';
import { Metrics } from '@ml/platform/metrics';
import { ScanPlan } from './scan-plan';

/** How far scheduled scans are behind, looked up when somebody asks. */
@Injectable()
export class ScanGauges {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(ScanStore) store: ScanStore, @Inject(ScanPlan) plan: ScanPlan) {
    const stale = metrics.gauge({ name: 'ml_snapshots_stale', help: 'Clusters whose scans wait for a newer snapshot' });
    metrics.gauge({
      name: 'ml_scan_delay_seconds',
      help: 'How long the oldest scan that could run has been due',
      // Without the database the rest of the metrics is still worth having.
      collect: async (gauge) => {
        const backlog = await plan.everything().then((query) => store.backlog(query)).catch(() => undefined);
        if (backlog === undefined) return;
        gauge.set(backlog.latest_seconds);
        stale.set(backlog.stale);
      },
    });
  }
}
