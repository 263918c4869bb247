import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { newestMonthEnd } from '@ml/persistence/stores/pricing/partitions';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import { SECOND_MS } from '@ml/units/time';

/** Tells for how long there are partitions to write prices into: they are made two months ahead, every night. */
@Injectable()
export class MonthsGauge {
  constructor(@Inject(Database) database: Database, @Inject(Clock) clock: Clock, @Inject(Metrics) metrics: Metrics) {
    metrics.gauge({
      name: 'ml_price_months_ahead_seconds',
      help: 'Time until the last month ends for which the table of spot prices has a partition',
      collect: async (gauge) => {
        // Without the database the rest of the metrics is still worth having.
        const end = await newestMonthEnd(database).catch(() => undefined);
        if (end !== undefined) gauge.set(end === null ? 0 : (end.getTime() - clock.millis()) / SECOND_MS);
      },
    });
  }
}
