import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  askEngineMetadata,
  askEngines,
  askSelectEngine,
  askShadowEngine,
  type EngineMetadata,
  type EngineSelected,
  type EngineShadowed,
  type EngineSummary,
} from '@ml/contracts/custom-engines';
import { EngineMetadataDto, EnginePath, EngineQueryDto, EngineSelectedDto, EngineShadowedDto, EngineSummaryDto, SelectEngineDto, ShadowEngineDto } from '@ml/contracts/dto/custom-engine-dto';
import { Bus } from '@ml/platform/bus/bus';
import { sendPage, withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';
import { EngineSchemas } from './engine-schemas';

const WHO = 'For keys of scope platform or admin that are bound to no tenant.';

@ApiTags('Engines')
@Controller('api/v1/ml/engines')
export class EnginesController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(EngineSchemas) private readonly schemas: EngineSchemas,
  ) {}

  @Get('list')
  @RouteDocs({ summary: 'List engines', description: 'Built-in ones and your own, each version.', answer: EngineSummaryDto, list: true })
  async list(@Query() query: EngineQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly EngineSummary[]> {
    return sendPage(reply, await this.bus.ask(askEngines, withPage(query)));
  }

  @Post('select')
  @RouteDocs({
    summary: 'Select the engine that decides',
    description: `For its type, from now on. Your own engine decides in a sandbox; when it fails, the built-in one has the word and the answer says so. ${WHO}`,
    answer: EngineSelectedDto,
    body: SelectEngineDto,
    errors: ['NOT_FOUND', 'BAD_ENGINE'],
  })
  select(@Body() { engine_id, config }: SelectEngineDto): Promise<EngineSelected> {
    return this.bus.ask(askSelectEngine, { engine_id, ...(config !== undefined && { config }) });
  }

  @Get(':engine_id/metadata')
  @RouteDocs({ summary: 'Look at an engine', description: 'What it takes, gives and can be set to.', answer: EngineMetadataDto, errors: ['NOT_FOUND'] })
  async metadata(@Param() { engine_id }: EnginePath): Promise<EngineMetadata> {
    return this.schemas.fill(await this.bus.ask(askEngineMetadata, { engine_id }));
  }

  @Post(':engine_id/shadow')
  @RouteDocs({ summary: 'Let an engine decide in the shadow', description: `Beside the active one, after the answer, which it never delays; what it would have decided is logged with the difference. ${WHO}`, answer: EngineShadowedDto, body: ShadowEngineDto, errors: ['NOT_FOUND'] })
  shadow(@Param() { engine_id }: EnginePath, @Body() { enabled }: ShadowEngineDto): Promise<EngineShadowed> {
    return this.bus.ask(askShadowEngine, { engine_id, enabled });
  }
}
