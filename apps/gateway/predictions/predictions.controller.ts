import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PredictionOutcomeDto, PredictionOutcomeReportDto, PredictionPath, PredictionQueryDto, PredictionSummaryDto } from '@ml/contracts/dto/prediction-log-dto';
import { askPredictionOutcome, askPredictions, type PredictionOutcome, type PredictionSummary } from '@ml/contracts/predictions';
import { Bus } from '@ml/platform/bus/bus';
import { sendPage, withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';

@ApiTags('Predictions')
@Controller('api/v1/ml/predictions')
export class PredictionsController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get('history')
  @RouteDocs({ summary: 'List predictions', description: "Newest first; a tenant's key sees its own. They are written a moment after they were made.", answer: PredictionSummaryDto, list: true })
  async history(@Query() query: PredictionQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly PredictionSummary[]> {
    return sendPage(reply, await this.bus.ask(askPredictions, withPage(query)));
  }

  @Post(':prediction_id/outcome')
  @RouteDocs({
    summary: 'Report what really happened',
    description: 'Accuracy, errors and calibration of a model come from it. Reporting the same twice is reporting it once; the last report counts.',
    status: 201,
    answer: PredictionOutcomeDto,
    body: PredictionOutcomeReportDto,
    errors: ['NOT_FOUND'],
  })
  outcome(@Param() { prediction_id }: PredictionPath, @Body() report: PredictionOutcomeReportDto): Promise<PredictionOutcome> {
    return this.bus.ask(askPredictionOutcome, { ...report, prediction_id });
  }
}
