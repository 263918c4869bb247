import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FeedbackStatsDto, FeedbackWeightDto } from '@ml/contracts/dto/feedback-stats-dto';
import { askFeedbackStats, askFeedbackWeight, type FeedbackStats, type FeedbackWeight } from '@ml/contracts/learning';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';

@ApiTags('Learning')
@Controller('api/v1/ml/feedback')
export class StatsController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get('weight')
  @RouteDocs({
    summary: 'How much what was learned weighs',
    description: 'The share of the learned score in the risk score of a pool follows from the instance-hours that all customers have reported so far. Counted every half minute.',
    answer: FeedbackWeightDto,
  })
  weight(): Promise<FeedbackWeight> {
    return this.bus.ask(askFeedbackWeight, {});
  }

  @Get('stats')
  @RouteDocs({
    summary: 'How far learning is',
    description: 'Totals of all customers, counted every half minute; pools and jobs as they are now. Says nothing of any single customer.',
    answer: FeedbackStatsDto,
  })
  stats(): Promise<FeedbackStats> {
    return this.bus.ask(askFeedbackStats, {});
  }
}
