import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnomalyScoresDto, CollectedSeriesQueryDto, ScoreSeriesDto } from '@ml/contracts/dto/anomaly-dto';
import { askScoreCollected, askScoreSeries, type AnomalyScores } from '@ml/contracts/insights';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';

@ApiTags('Insights')
@Controller('api/v1/ml/insights/anomalies')
export class AnomaliesController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Post()
  @RouteDocs({
    summary: 'Score a series for anomalies',
    description:
      'How unusual each sample is after those before it, 0 to 100: how far its value, its step from the one before and, where the series follows the hours of the day or the days of the week, what is left without them lie beyond what was seen until then. No sample is judged by what comes after it. Up to 100,000 samples (8 MB); nothing of them is kept.',
    answer: AnomalyScoresDto,
    body: ScoreSeriesDto,
    errors: ['TOO_SHORT', 'BAD_TIME'],
  })
  posted(@Body() { series }: ScoreSeriesDto): Promise<AnomalyScores> {
    return this.bus.ask(askScoreSeries, series);
  }

  @Get()
  @RouteDocs({
    summary: 'Score a collected series for anomalies',
    description: 'The same for all that is kept of one metric of a collected resource, an hour a sample.',
    answer: AnomalyScoresDto,
    errors: ['TOO_SHORT', 'NOT_FOUND'],
  })
  collected(@Query() key: CollectedSeriesQueryDto): Promise<AnomalyScores> {
    return this.bus.ask(askScoreCollected, { ...key });
  }
}
