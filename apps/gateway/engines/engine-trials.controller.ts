import { Body, Controller, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiExtraModels, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import { askTestEngine, type UploadedEngine } from '@ml/contracts/custom-engines';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { EnginePath, EngineUploadRequest, TestEngineDto, UploadedEngineDto } from '@ml/contracts/dto/custom-engine-dto';
import { SpotAnswerDto } from '@ml/contracts/dto/spot-answer-dto';
import { isObject } from '@ml/contracts/field-rules';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import { STATE } from '../decisions/state-faults';
import { exampleOf } from '../openapi/example-of';
import { RouteDocs } from '../openapi/route-docs';
import { EngineUpload } from './engine-upload';

const WHO = 'For keys of scope platform or admin that are bound to no tenant.';

/** What is done with an engine before it decides anything. */
@ApiTags('Engines')
@Controller('api/v1/ml/engines')
export class EngineTrialsController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(EngineUpload) private readonly uploads: EngineUpload,
  ) {}

  @Post('upload')
  @ApiExtraModels(EngineUploadRequest)
  @RouteDocs({
    summary: 'Upload an engine of your own',
    description: `One bundled ES module of at most 1 MB with its fields, in any order. It is read without being run, then tried on samples in a sandbox without network, files, clock or chance, and registered, inactive. What is wrong with it stands in \`details.findings\`, with lines. ${WHO}`,
    status: 201,
    answer: UploadedEngineDto,
    bodyMedia: { description: 'A form with one file.', content: { 'multipart/form-data': { schema: { $ref: getSchemaPath(EngineUploadRequest) }, example: exampleOf(EngineUploadRequest) } } },
    errors: ['BAD_UPLOAD', 'MISSING_FIELD', 'DUPLICATE_FIELD', 'BAD_FIELD', 'BAD_JSON', 'BAD_ENGINE', 'ENGINE_EXISTS', 'TOO_MANY_ENGINES'],
  })
  upload(@Req() request: FastifyRequest): Promise<UploadedEngine> {
    return this.uploads.take(request);
  }

  @Post(':engine_id/test')
  @RouteDocs({
    summary: 'Try an engine',
    description: `Decides on a sample of yours (8 MB) or on a built-in one; the answer has mode \`test\` and nothing is stored. Direction of \`risk_score\` in spot optimizer answers: 1 = safe, 0 = unsafe. ${WHO}`,
    answer: SpotAnswerDto,
    body: TestEngineDto,
    errors: ['NOT_FOUND', 'BAD_STATE', 'BAD_QUANTITY', 'BAD_ENGINE', 'NO_PRICE_DATA'],
  })
  test(@Param() { engine_id }: EnginePath, @Body() { sample }: TestEngineDto): Promise<DecisionAnswer> {
    const received_at = this.clock.now().toISOString();
    if (sample === undefined) return this.bus.ask(askTestEngine, { engine_id, sample: null, received_at });
    const { [STATE]: state = {}, ...request } = sample;
    if (!isObject(state)) throw new AppError('BAD_FIELD', `sample.${STATE} must be an object`, { path: `sample.${STATE}` });
    return this.bus.ask(askTestEngine, { engine_id, sample: request, received_at }, { attachment: Buffer.from(JSON.stringify(state)) });
  }
}
