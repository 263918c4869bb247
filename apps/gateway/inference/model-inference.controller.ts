import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InferenceModelDto, ModelReadyDto, NamedModelPath } from '@ml/contracts/dto/inference-dto';
import type { OipModel } from '@ml/contracts/models';
import { RouteDocs } from '../openapi/route-docs';
import { InferDocs, OIP_TAG } from './inference-docs';
import { InferenceDesk } from './inference-desk';

/** The champion of a name. */
@ApiTags(OIP_TAG)
@Controller('v2/models/:name')
export class ModelInferenceController {
  constructor(@Inject(InferenceDesk) private readonly desk: InferenceDesk) {}

  @Get()
  @RouteDocs({ summary: 'Describe the active version of a model', description: 'Inputs and outputs of the active version of a model, as the protocol has them.', answer: InferenceModelDto, errors: ['NOT_FOUND'], oip: true })
  describe(@Param() { name }: NamedModelPath): Promise<OipModel> {
    return this.desk.describe({ model_name: name });
  }

  @Get('ready')
  @RouteDocs({ summary: 'Is the active version of a model loaded', description: 'Answers 503 with the same body while it is not.', answer: ModelReadyDto, errors: ['NOT_FOUND'], oip: true })
  ready(@Param() { name }: NamedModelPath, @Res({ passthrough: true }) reply: FastifyReply): Promise<ModelReadyDto> {
    return this.desk.ready({ model_name: name }, reply);
  }

  @Post('infer')
  @HttpCode(200)
  @InferDocs('the active version of a model')
  infer(@Param() { name }: NamedModelPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.desk.infer({ model_name: name }, request, reply);
  }
}
