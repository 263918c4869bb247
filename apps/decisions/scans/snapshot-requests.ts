import { Inject, Injectable } from '@nestjs/common';
import type { StaleCluster } from '@ml/persistence/stores/decisions/due-scans';
import { ScanStore } from '@ml/persistence/stores/decisions/scan-store';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { CorePlatform } from './core-platform';
import { eachOf } from './each-of';

/** A platform that is slow is not asked for everything at once. */
const AT_ONCE = 4;

/** Asks for new snapshots: on the stream, and at the platform when its address is known. Once among all replicas, again after a while. */
@Injectable()
export class SnapshotRequests {
  private readonly wanted;

  constructor(
    @Inject(ScanStore) private readonly store: ScanStore,
    @Inject(CorePlatform) private readonly platform: CorePlatform,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.wanted = metrics.counter({ name: 'ml_snapshot_requests_total', help: 'Questions for a new cluster snapshot, by way (stream, platform) and outcome', labels: ['way', 'outcome'] });
  }

  /** Never throws. */
  ask(clusters: readonly StaleCluster[]): Promise<void> {
    return eachOf(clusters, AT_ONCE, async (cluster) => {
      try {
        await this.askFor(cluster);
      } catch (error) {
        this.logger.warn({ cluster_id: cluster.cluster_id, error: String(error) }, 'a new snapshot could not be asked for; it is tried again');
      }
    });
  }

  private async askFor(cluster: StaleCluster): Promise<void> {
    const wanted = await this.store.ask(cluster);
    if (wanted === null) return;
    this.wanted.inc({ way: 'stream', outcome: 'ok' });
    if (!this.platform.isKnown) return;
    const outcome = await this.platform.wantSnapshot(wanted).then(
      () => 'ok',
      (error: unknown) => {
        this.logger.warn({ cluster_id: wanted.cluster_id, attempt: wanted.attempt, error: String(error) }, 'the platform does not take the question for a new snapshot');
        return 'failed';
      },
    );
    this.wanted.inc({ way: 'platform', outcome });
  }
}
