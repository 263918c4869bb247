import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { askGrowth, type Growth } from '@ml/contracts/datasets';
import { GrowthDto, GrowthQueryDto } from '@ml/contracts/dto/collection-growth-dto';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';

const DAYS = 30;

@ApiTags('Collection')
@Controller('api/v1/ml/admin/growth')
export class GrowthController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get()
  @RouteDocs({ summary: 'How collection grows', description: 'By day, against what is usual after a week, a month and so on, and whether there is enough to train on.', answer: GrowthDto })
  growth(@Query() { days = DAYS }: GrowthQueryDto): Promise<Growth> {
    return this.bus.ask(askGrowth, { days });
  }
}
