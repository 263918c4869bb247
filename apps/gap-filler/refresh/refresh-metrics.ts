import { Inject, Injectable } from '@nestjs/common';
import { REFRESH_TYPES, type RefreshType } from '@ml/contracts/refresh';
import { Metrics } from '@ml/platform/metrics';

/** `skipped`: the slot came while the refresh before it was still under way. */
const COUNTED = ['completed', 'failed', 'cancelled', 'skipped'] as const;
export type CountedStatus = (typeof COUNTED)[number];

@Injectable()
export class RefreshMetrics {
  private readonly refreshes;
  private readonly late;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.refreshes = metrics.counter({ name: 'ml_refreshes_total', help: 'Refreshes of models that have ended, by how they began and how they ended', labels: ['type', 'status'] });
    // From zero: the first of a kind is an increase as well.
    for (const type of REFRESH_TYPES) for (const status of COUNTED) this.refreshes.inc({ type, status }, 0);
    this.late = metrics.gauge({ name: 'ml_refresh_late_seconds', help: 'How long after its time the last slot of a schedule was fired', labels: ['type'] });
    for (const type of REFRESH_TYPES) for (const status of COUNTED) this.refreshes.inc({ type, status }, 0);
  }

  count(type: RefreshType, status: CountedStatus): void {
    this.refreshes.inc({ type, status });
  }

  fired(type: RefreshType, lateMs: number): void {
    this.late.set({ type }, Math.max(0, lateMs) / 1_000);
  }
}
