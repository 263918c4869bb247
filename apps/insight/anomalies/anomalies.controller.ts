import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { askCollectedSeries, askScoreCollected, askScoreSeries, type AnomalyScores, type CollectedSeriesKey, type SeriesToScore } from '@ml/contracts/insights';
import { Bus } from '@ml/platform/bus/bus';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { ComputePool } from '../compute/compute-pool';

@Controller()
export class AnomaliesController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(ComputePool) private readonly pool: ComputePool,
  ) {}

  @Answers(askScoreSeries)
  series(@Payload() series: SeriesToScore, @Ctx() { signal }: BusContext): Promise<AnomalyScores> {
    return this.pool.run('score', { ...series, path: 'series' }, signal);
  }

  @Answers(askScoreCollected)
  async collected(@Payload() key: CollectedSeriesKey, @Ctx() { signal }: BusContext): Promise<AnomalyScores> {
    const series = await this.bus.ask(askCollectedSeries, key);
    return this.pool.run('score', { ...series, path: 'metric_name' }, signal);
  }
}
