import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askCollectionStats, askGrowth, type CollectionStats, type Growth } from '@ml/contracts/datasets';
import { growthOf, MILESTONES } from '@ml/domain/collection/growth';
import { Database } from '@ml/persistence/database';
import { readDays, readNullable, readReached } from '@ml/persistence/stores/collector/growth';
import { Answers } from '@ml/platform/bus/handlers';
import { DAY_MS } from '@ml/units/time';
import { CollectionCounts } from './collection-counts';

@Controller()
export class GrowthController {
  constructor(
    @Inject(CollectionCounts) private readonly counts: CollectionCounts,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Answers(askCollectionStats)
  async stats(): Promise<CollectionStats> {
    const { total_ml_records, records_last_7_days, records_last_30_days, user_actions, cost_trends, last_collection_at } = await this.counts.read();
    return { total_ml_records, records_last_7_days, records_last_30_days, user_actions, cost_trends, last_collection_at: last_collection_at?.toISOString() ?? null };
  }

  @Answers(askGrowth)
  async growth(@Payload() { days }: { readonly days: number }): Promise<Growth> {
    const { now, total_ml_records, records_last_30_days, records_per_scan, user_actions, acted } = await this.counts.read();
    const since = new Date((Math.floor(now.getTime() / DAY_MS) - (days - 1)) * DAY_MS);
    const reached = MILESTONES.filter(({ records }) => records <= total_ml_records).map(({ records }) => records);
    const counted = {
      now,
      total_records: total_ml_records,
      records_last_30_days,
      actions: user_actions,
      user_action_rate: total_ml_records === 0 ? null : acted / total_ml_records,
      records_per_scan,
      null_critical_fields: await readNullable(this.database),
      reached_at: await readReached(this.database, reached),
      days: await readDays(this.database, since),
    };
    return growthOf(counted, days);
  }
}
