import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { poolsByLevel } from '@ml/persistence/stores/feedback/episode-store';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';

/** Pools that are not as they should be, in the metrics. */
@Injectable()
export class PoolMetrics {
  private readonly changes;

  constructor(@Inject(Database) database: Database, @Inject(Clock) clock: Clock, @Inject(Metrics) metrics: Metrics) {
    this.changes = metrics.counter({ name: 'ml_pool_level_changes_total', help: 'Changes of the level of a pool; from NORMAL: episodes that began', labels: ['from', 'to'] });
    for (const [from, to] of [['NORMAL', 'UNCERTAIN'], ['NORMAL', 'CONFIRMED_RISKY'], ['UNCERTAIN', 'CONFIRMED_RISKY'], ['CONFIRMED_RISKY', 'UNCERTAIN'], ['UNCERTAIN', 'NORMAL']] as const) this.changes.inc({ from, to }, 0);
    metrics.gauge({
      name: 'ml_pools_at_risk',
      help: 'Pools in which several customers were interrupted lately, by level, and those without capacity (BLOCKED)',
      labels: ['level'],
      collect: async (gauge) => {
        // Without the database the rest of the metrics is still worth having.
        const pools = await poolsByLevel(database, clock.now()).catch(() => undefined);
        if (pools === undefined) return;
        gauge.set({ level: 'UNCERTAIN' }, pools.uncertain);
        gauge.set({ level: 'CONFIRMED_RISKY' }, pools.confirmed_risky);
        gauge.set({ level: 'BLOCKED' }, pools.blocked);
      },
    });
  }

  changed(from: string, to: string): void {
    this.changes.inc({ from, to });
  }
}
