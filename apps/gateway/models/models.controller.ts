import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ModelDetailsDto, ModelPath, ModelQueryDto, ModelSummaryDto } from '@ml/contracts/dto/model-dto';
import { ModelDriftDto, ModelPerformanceDto, WindowQueryDto } from '@ml/contracts/dto/model-quality-dto';
import { askModelDetails, askModels, type ModelDetails, type ModelSummary } from '@ml/contracts/models';
import { askDrift, askPerformance, type ModelDrift, type ModelPerformance } from '@ml/contracts/predictions';
import { Bus } from '@ml/platform/bus/bus';
import { sendPage, withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';

const DEFAULT_DAYS = 30;

@ApiTags('Models')
@Controller('api/v1/ml/models')
export class ModelsController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get('list')
  @RouteDocs({ summary: 'List models', description: 'Every version, newest first unless told; deleted ones are left out.', answer: ModelSummaryDto, list: true, errors: ['BAD_TIME'] })
  async list(@Query() query: ModelQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly ModelSummary[]> {
    return sendPage(reply, await this.bus.ask(askModels, withPage(query)));
  }

  @Get(':model_id/details')
  @RouteDocs({ summary: 'Look at a model', description: 'What it takes and gives, how it did in training, how much it is used, its other versions, and what each replica serves.', answer: ModelDetailsDto, errors: ['NOT_FOUND'] })
  details(@Param() { model_id }: ModelPath): Promise<ModelDetails> {
    return this.bus.ask(askModelDetails, { model_id });
  }

  @Get(':model_id/performance')
  @RouteDocs({ summary: 'Measure a model', description: 'Its predictions against the outcomes that were reported. null: cannot be said, as before any outcome.', answer: ModelPerformanceDto, errors: ['NOT_FOUND'] })
  performance(@Param() { model_id }: ModelPath, @Query() { days = DEFAULT_DAYS }: WindowQueryDto): Promise<ModelPerformance> {
    return this.bus.ask(askPerformance, { model_id, days });
  }

  @Get(':model_id/drift')
  @RouteDocs({ summary: 'Compare what a model sees with its training', description: 'Feature by feature, by population tests that hold at the number of rows there are.', answer: ModelDriftDto, errors: ['NOT_FOUND'] })
  drift(@Param() { model_id }: ModelPath, @Query() { days = DEFAULT_DAYS }: WindowQueryDto): Promise<ModelDrift> {
    return this.bus.ask(askDrift, { model_id, days });
  }
}
