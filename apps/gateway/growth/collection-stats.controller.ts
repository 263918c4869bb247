import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { askCollectionStats, type CollectionStats } from '@ml/contracts/datasets';
import { CollectionStatsDto } from '@ml/contracts/dto/collection-growth-dto';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';

@ApiTags('Collection')
@Controller('api/v1/admin')
export class CollectionStatsController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get('ml-stats')
  @RouteDocs({ summary: 'How much is collected', description: 'Totals of everybody; a minute old at most. Says nothing of any single user.', answer: CollectionStatsDto })
  stats(): Promise<CollectionStats> {
    return this.bus.ask(askCollectionStats, {});
  }
}
