import { Body, Controller, Get, Headers, Inject, Put, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { askChangeToggles, askToggles } from '@ml/contracts/decisions';
import { FeatureTogglesChangeDto, FeatureTogglesDto } from '@ml/contracts/dto/feature-toggles-dto';
import type { FeatureToggles } from '@ml/contracts/feature-toggles';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';
import { revisionsFrom, tagOf } from './if-match';
import { toChanges, toDto } from './toggle-shapes';

const MEANING =
  'A switch, an interval of scheduled scans and thresholds for each of the twelve engines, for the whole fleet. `estimated_savings` is what the newest decision about each cluster promises, added up.';

@ApiTags('Features')
@Controller('api/v1/ml/features')
export class TogglesController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get('toggles')
  @RouteDocs({
    summary: 'Get the feature toggles',
    description: `${MEANING} A tenant's key reads the fleet's toggles with the savings of its own clusters. The ETag is the revision: send it as If-Match with a change.`,
    answer: FeatureTogglesDto,
  })
  async get(@Res({ passthrough: true }) reply: FastifyReply): Promise<FeatureTogglesDto> {
    return send(reply, await this.bus.ask(askToggles, {}));
  }

  @Put('toggles')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag you have got: the change is refused (412) when another revision is in force.', schema: { type: 'string', examples: ['"3"'] } })
  @RouteDocs({
    summary: 'Change feature toggles',
    description: `${MEANING} Only what is sent changes. In force on all replicas within ten seconds: an engine that is switched off answers 409 ENGINE_DISABLED on every route. For keys of scope platform or admin that are bound to no tenant.`,
    answer: FeatureTogglesDto,
    body: FeatureTogglesChangeDto,
    errors: ['REVISION_MISMATCH'],
  })
  async change(@Body() change: FeatureTogglesChangeDto, @Headers('if-match') ifMatch: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<FeatureTogglesDto> {
    const revisions = revisionsFrom(ifMatch, change.revision);
    return send(reply, await this.bus.ask(askChangeToggles, { toggles: toChanges(change), ...(revisions !== undefined && { revisions }) }));
  }
}

/** The tag speaks of what can be changed; savings change beside it, so nothing is to be cached. */
const send = (reply: FastifyReply, toggles: FeatureToggles): FeatureTogglesDto => {
  reply.header('etag', tagOf(toggles.revision)).header('cache-control', 'no-store');
  return toDto(toggles);
};
