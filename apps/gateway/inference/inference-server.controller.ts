import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InferenceServerDto, LiveDto, ReadyDto } from '@ml/contracts/dto/inference-dto';
import { buildId } from '@ml/platform/build-id';
import { RouteDocs } from '../openapi/route-docs';
import { ModelPresence } from '../operations/model-presence';
import { OIP_TAG } from './inference-docs';

@ApiTags(OIP_TAG)
@Controller('v2')
export class InferenceServerController {
  constructor(@Inject(ModelPresence) private readonly models: ModelPresence) {}

  @Get()
  @RouteDocs({ summary: 'Describe the inference server', description: 'Name, build and extensions, as the protocol has them.', answer: InferenceServerDto, alone: true, oip: true })
  server(): InferenceServerDto {
    return { name: 'ml-server', version: buildId(), extensions: ['binary_tensor_data'] };
  }

  @Get('health/live')
  @RouteDocs({ summary: 'Is the inference server alive', description: 'Needs no key.', answer: LiveDto, open: true, alone: true, oip: true })
  live(): LiveDto {
    return { live: true };
  }

  @Get('health/ready')
  @RouteDocs({ summary: 'Is every active model loaded', description: 'Needs no key. Answers 503 with the same body while one is not.', answer: ReadyDto, open: true, alone: true, oip: true })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyDto> {
    const { ready } = await this.models.look();
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
    return { ready };
  }
}
