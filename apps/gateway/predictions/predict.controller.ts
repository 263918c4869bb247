import { Body, Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import { InterruptionAskDto, InterruptionPredictionDto, PredictDto, PredictionDto } from '@ml/contracts/dto/prediction-dto';
import { askPredict, askPredictInterruption, type InterruptionPrediction, type Prediction } from '@ml/contracts/predictions';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';
import { PredictionMeter } from '../operations/prediction-meter';

@ApiTags('Predictions')
@Controller('api/v1/ml/predict')
export class PredictController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(PredictionMeter) private readonly meter: PredictionMeter,
  ) {}

  @Post()
  @RouteDocs({
    summary: 'Predict with a model',
    description:
      'Asks the active model of a type or of a name: one row by feature names, or up to 10,000 rows (8 MB). Without a model, or when it fails, a rule answers where there is one, and `fallback` says why. Larger batches: the Open Inference Protocol under /v2.',
    answer: PredictionDto,
    body: PredictDto,
  })
  async predict(@Body() ask: PredictDto, @Req() request: FastifyRequest): Promise<Prediction> {
    refuseBoth(ask);
    const answer = await this.bus.ask(askPredict, { ...ask });
    this.meter.serve(performance.now() - request.ml.startedAt);
    return answer;
  }

  @Post('spot-interruption')
  @RouteDocs({
    summary: 'Predict the interruption of a spot node',
    description: 'The share of such nodes that are interrupted within a month, by the active model and the newest prices of the region; without a model by the class of the public Spot Advisor.',
    answer: InterruptionPredictionDto,
    body: InterruptionAskDto,
    errors: ['UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE', 'NO_PRICE_DATA'],
  })
  async interruption(@Body() ask: InterruptionAskDto, @Req() request: FastifyRequest): Promise<InterruptionPrediction> {
    const answer = await this.bus.ask(askPredictInterruption, { ...ask });
    this.meter.serve(performance.now() - request.ml.startedAt);
    return answer;
  }
}

const refuseBoth = ({ features, rows }: PredictDto): void => {
  if (features === undefined && rows === undefined) throw new AppError('MISSING_FIELD', 'features is required, or rows', { path: 'features' });
  if (features !== undefined && rows !== undefined) throw new AppError('BAD_FIELD', 'rows must be left out beside features', { path: 'rows' });
};
