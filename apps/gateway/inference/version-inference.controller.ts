import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InferenceModelDto, ModelReadyDto, NamedVersionPath } from '@ml/contracts/dto/inference-dto';
import type { OipModel } from '@ml/contracts/models';
import { RouteDocs } from '../openapi/route-docs';
import { InferDocs, OIP_TAG } from './inference-docs';
import { InferenceDesk } from './inference-desk';

/** Any version that is loaded. */
@ApiTags(OIP_TAG)
@Controller('v2/models/:name/versions/:version')
export class VersionInferenceController {
  constructor(@Inject(InferenceDesk) private readonly desk: InferenceDesk) {}

  @Get()
  @RouteDocs({ summary: 'Describe one version of a model', description: 'Inputs and outputs of one version of a model, as the protocol has them.', answer: InferenceModelDto, errors: ['NOT_FOUND'], oip: true })
  describe(@Param() { name, version }: NamedVersionPath): Promise<OipModel> {
    return this.desk.describe({ model_name: name, model_version: version });
  }

  @Get('ready')
  @RouteDocs({ summary: 'Is one version of a model loaded', description: 'Answers 503 with the same body while it is not.', answer: ModelReadyDto, errors: ['NOT_FOUND'], oip: true })
  ready(@Param() { name, version }: NamedVersionPath, @Res({ passthrough: true }) reply: FastifyReply): Promise<ModelReadyDto> {
    return this.desk.ready({ model_name: name, model_version: version }, reply);
  }

  @Post('infer')
  @HttpCode(200)
  @InferDocs('one version of a model')
  infer(@Param() { name, version }: NamedVersionPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.desk.infer({ model_name: name, model_version: version }, request, reply);
  }
}
