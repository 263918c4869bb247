import { Inject, Injectable } from '@nestjs/common';
import type { ScanBacklog } from '@ml/persistence/stores/decisions/due-scans';
import { ScanStore } from '@ml/persistence/stores/decisions/scan-store';
import { Metrics } from '@ml/platform/metrics';
import { ScanPlan } from './scan-plan';

/** How far scheduled scans are behind, looked up when somebody asks. */
@Injectable()
export class ScanGauges {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(ScanStore) store: ScanStore, @Inject(ScanPlan) plan: ScanPlan) {
    // Looked up once for both.
    let looking: Promise<ScanBacklog | undefined> | undefined;
    const look = (): Promise<ScanBacklog | undefined> =>
      (looking ??= plan
        .everything()
        .then((query) => store.backlog(query))
        // Without the database the rest of the metrics is still worth having.
        .catch(() => undefined)
        .finally(() => (looking = undefined)));
    const show = (of: (backlog: ScanBacklog) => number) => async (gauge: { set(value: number): void }) => {
      const backlog = await look();
      if (backlog !== undefined) gauge.set(of(backlog));
    };
    metrics.gauge({ name: 'ml_snapshots_stale', help: 'Clusters whose scans wait for a newer snapshot', collect: show(({ stale }) => stale) });
    metrics.gauge({
      name: 'ml_scan_delay_seconds',
      help: 'How long the oldest scan has been due whose snapshot is fresh; one that failed and waits to be tried again counts',
      collect: show(({ latest_seconds }) => latest_seconds),
    });
  }
}
