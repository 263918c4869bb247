import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askTakeSeries, type PostedSeries, type SeriesAccepted } from '@ml/contracts/collection';
import { Answers } from '@ml/platform/bus/handlers';
import { Metrics } from '@ml/platform/metrics';
import { SeriesTaker } from './series-taker';

@Controller()
export class SeriesController {
  private readonly series;

  constructor(
    @Inject(SeriesTaker) private readonly taker: SeriesTaker,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.series = metrics.counter({ name: 'ml_collection_series_total', help: 'Posted series by what became of them', labels: ['outcome'] });
  }

  @Answers(askTakeSeries)
  async take(@Payload() posted: PostedSeries): Promise<SeriesAccepted> {
    const accepted = await this.taker.take(posted);
    this.series.inc({ outcome: accepted.duplicate ? 'duplicate' : accepted.outcome });
    return accepted;
  }
}
