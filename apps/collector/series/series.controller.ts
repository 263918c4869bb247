import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askTakeSeries, type PostedSeries, type SeriesAccepted } from '@ml/contracts/collection';
import { Answers } from '@ml/platform/bus/handlers';
import { SeriesTaker } from './series-taker';

@Controller()
export class SeriesController {
  constructor(@Inject(SeriesTaker) private readonly taker: SeriesTaker) {}

  @Answers(askTakeSeries)
  take(@Payload() posted: PostedSeries): Promise<SeriesAccepted> {
    return this.taker.take(posted);
  }
}
