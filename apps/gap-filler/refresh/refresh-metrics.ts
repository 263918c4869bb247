import { Inject, Injectable } from '@nestjs/common';
import type { RefreshType } from '@ml/contracts/refresh';
import { Metrics } from '@ml/platform/metrics';

/** `skipped`: the slot came while the refresh before it was still under way. */
export type CountedStatus = 'completed' | 'failed' | 'cancelled' | 'skipped';

@Injectable()
export class RefreshMetrics {
  private readonly refreshes;
  private readonly late;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.refreshes = metrics.counter({ name: 'ml_refreshes_total', help: 'Refreshes of models that have ended, by how they began and how they ended', labels: ['type', 'status'] });
    this.late = metrics.gauge({ name: 'ml_refresh_late_seconds', help: 'How long after its time the last slot of a schedule was fired', labels: ['type'] });
  }

  count(type: RefreshType, status: CountedStatus): void {
    this.refreshes.inc({ type, status });
  }

  fired(type: RefreshType, lateMs: number): void {
    this.late.set({ type }, Math.max(0, lateMs) / 1_000);
  }
}
