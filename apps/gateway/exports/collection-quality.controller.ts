import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { askCollectionQuality, type CollectionQuality } from '@ml/contracts/datasets';
import { CollectionQualityDto } from '@ml/contracts/dto/collection-quality-dto';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';

@ApiTags('Collection')
@Controller('api/v1/ml/admin/quality')
export class CollectionQualityController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get()
  @RouteDocs({ summary: 'Judge what was collected', description: 'Of each dataset what is missing, out of range or there twice, with a score of 0 to 100; the rate of actions and rows a scan. Looked at once a minute at most.', answer: CollectionQualityDto })
  quality(): Promise<CollectionQuality> {
    return this.bus.ask(askCollectionQuality, {});
  }
}
