import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { readArrivals } from '@ml/persistence/stores/feedback/exposure-arrivals';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import { SECOND_MS } from '@ml/units/time';
import { databaseNow } from '../pools/database-now';
import { CurrentWeight } from './current-weight';

/** Shows how much was learned from, and whether more of it comes. While the database is away the last figures stay. */
@Injectable()
export class ExposureGauges {
  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(CurrentWeight) weight: CurrentWeight,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    metrics.gauge({
      name: 'ml_feedback_instance_hours',
      help: 'Spot instance-hours of all customers',
      collect: async (gauge) => {
        const totals = await weight.read().catch(() => undefined);
        if (totals !== undefined) gauge.set(totals.instance_hours);
      },
    });
    metrics.gauge({
      name: 'ml_feedback_weight',
      help: 'How much what was learned weighs in the risk score of a pool, 0 to 0.25',
      collect: async (gauge) => {
        const totals = await weight.read().catch(() => undefined);
        if (totals !== undefined) gauge.set(totals.weight);
      },
    });
    metrics.gauge({
      name: 'ml_feedback_exposure_age_seconds',
      help: 'Since the last cluster snapshot or report of instance-hours; when there never was one, since they could have come',
      collect: async (gauge) => {
        const age = await this.age().catch(() => undefined);
        if (age !== undefined) gauge.set(age);
      },
    });
  }

  private async age(): Promise<number> {
    const [now, { since, last_at }] = await Promise.all([databaseNow(this.database, this.clock), readArrivals(this.database)]);
    return Math.max(0, now.getTime() - (last_at ?? since).getTime()) / SECOND_MS;
  }
}
