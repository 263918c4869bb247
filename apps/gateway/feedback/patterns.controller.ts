import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LearnedPatternsDto, PatternQueryDto, PatternTypePath } from '@ml/contracts/dto/patterns-dto';
import { askPatterns, type LearnedPatterns } from '@ml/contracts/learning';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';
import { refuseFaults } from '../validation/faults-error';
import { regionFaults } from './place-faults';

@ApiTags('Learning')
@Controller('api/v1/ml/feedback/patterns')
export class PatternsController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get(':instance_type')
  @RouteDocs({
    summary: 'Read what was learned of an instance type',
    description:
      "When it is interrupted more often than by chance, by hour, day and season, and which workloads were hit. Of interruption events: nodes lost together count once. A type of which nothing is known has empty patterns. A tenant's key sees what rests on three customers or more, counted over nothing else.",
    answer: LearnedPatternsDto,
    errors: ['UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'],
  })
  patterns(@Param() { instance_type }: PatternTypePath, @Query() query: PatternQueryDto): Promise<LearnedPatterns> {
    refuseFaults(regionFaults(query.region, 'query.'));
    return this.bus.ask(askPatterns, { ...query, instance_type });
  }
}
