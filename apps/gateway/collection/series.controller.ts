import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { askTakeSeries, MOST_FAULTS, type SeriesAccepted } from '@ml/contracts/collection';
import { SeriesAcceptedDto, SeriesDto } from '@ml/contracts/dto/collection-series-dto';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import { RouteDocs } from '../openapi/route-docs';
import { refuseFaults } from '../validation/faults-error';
import { CollectionMeter } from './collection-meter';
import { readValues } from './read-values';
import { seriesFaults } from './series-faults';

@ApiTags('Collection')
@Controller('api/v1/ml/collection/metrics')
export class SeriesController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CollectionMeter) private readonly meter: CollectionMeter,
  ) {}

  @Post()
  @RouteDocs({
    summary: 'Send a series of a metric',
    description:
      'Hourly means of one metric of one resource, kept before it is answered; 10,000 samples at most. The same series again replaces itself. Without `account_id` it belongs to the account whose scan found the resource; until then it waits, 30 days at most.',
    answer: SeriesAcceptedDto,
    body: SeriesDto,
  })
  async take(@Body() said: SeriesDto): Promise<SeriesAccepted> {
    refuseFaults(seriesFaults(said, this.clock.now()));
    const { samples, faults } = readValues(said.values);
    const taken = await this.bus.ask(askTakeSeries, { ...said, values: samples });
    const accepted = { ...taken, faults: [...faults, ...taken.faults].slice(0, MOST_FAULTS) };
    this.meter.tookSeries(accepted);
    return accepted;
  }
}
