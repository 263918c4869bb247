import { Controller, Inject } from '@nestjs/common';
import type { Reason } from '@ml/contracts/decision';
import { askFeedbackStats, askFeedbackWeight, type FeedbackStats, type FeedbackWeight } from '@ml/contracts/learning';
import { milestoneStates, milestoneWay } from '@ml/domain/learning/exposure/milestones';
import { Database } from '@ml/persistence/database';
import { readArrivals } from '@ml/persistence/stores/feedback/exposure-arrivals';
import { readCount, readPoolFigures } from '@ml/persistence/stores/feedback/learning-stats';
import { rebalanceCounts } from '@ml/persistence/stores/feedback/rebalance-figures';
import { Answers } from '@ml/platform/bus/handlers';
import { Clock } from '@ml/platform/clock';
import { DAY_MS } from '@ml/units/time';
import { databaseNow } from '../pools/database-now';
import { CurrentWeight } from './current-weight';

/** While nothing was learned, it is as sure as of a pool that no customer has seen. */
const LEAST_CONFIDENCE = 0.5;
const NO_EXPOSURE: Reason = {
  code: 'NO_EXPOSURE',
  text: 'neither cluster snapshots nor instance-hours have come for a day, so what was learned weighs no more than before: send PUT /clusters/{id}/snapshot hourly, or POST /feedback/instance-hours',
};

/** How far learning is. Nothing in it is of a single customer. */
@Controller()
export class StatsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CurrentWeight) private readonly current: CurrentWeight,
  ) {}

  @Answers(askFeedbackWeight)
  async weight(): Promise<FeedbackWeight> {
    const [{ instance_hours, weight }, { warnings }] = await Promise.all([this.current.read(), this.arrivals()]);
    return { feedback_weight: weight, total_instance_hours: instance_hours, ...milestoneWay(instance_hours), warnings };
  }

  @Answers(askFeedbackStats)
  async stats(): Promise<FeedbackStats> {
    const { now, last_exposure_at, warnings } = await this.arrivals();
    const [count, pools, rebalance_jobs] = await Promise.all([readCount(this.database), readPoolFigures(this.database, now), rebalanceCounts(this.database, now)]);
    return {
      total_instance_hours: count.instance_hours,
      total_interruptions: count.interruptions,
      total_reports: count.reports,
      total_successful_deployments: count.successful_deployments,
      current_feedback_weight: count.weight,
      prediction_accuracy: count.accuracy,
      confidence_score: count.confidence ?? LEAST_CONFIDENCE,
      milestones: milestoneStates(count.instance_hours),
      customers: count.customers,
      pools,
      rebalance_jobs,
      last_report_at: count.last_report_at?.toISOString() ?? null,
      last_exposure_at,
      warnings,
    };
  }

  private async arrivals(): Promise<Pick<FeedbackStats, 'last_exposure_at' | 'warnings'> & { readonly now: Date }> {
    const [now, { since, last_at }] = await Promise.all([databaseNow(this.database, this.clock), readArrivals(this.database)]);
    const silent = now.getTime() - (last_at ?? since).getTime() > DAY_MS;
    return { now, last_exposure_at: last_at?.toISOString() ?? null, warnings: silent ? [NO_EXPOSURE] : [] };
  }
}
