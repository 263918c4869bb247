import { Body, Controller, Get, Inject, Param, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PreferencesChangeDto, PreferencesDto, UserPath } from '@ml/contracts/dto/privacy-dto';
import { askChangePreferences, askPreferences, type Preferences } from '@ml/contracts/privacy';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';
import { runPatiently } from '../uploads/patient-call';

@ApiTags('Privacy')
@Controller('api/v1/preferences')
export class PreferencesController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get(':user_id')
  @RouteDocs({
    summary: 'Get what a user wants',
    description: 'Consent, objection, and what was told about the company. Somebody who never said anything gets the defaults: there is no user that is not found, and asking keeps nothing.',
    answer: PreferencesDto,
  })
  get(@Param() { user_id }: UserPath, @Res({ passthrough: true }) reply: FastifyReply): Promise<Preferences> {
    reply.header('cache-control', 'no-store');
    return this.bus.ask(askPreferences, { user_id });
  }

  @Put(':user_id')
  @RouteDocs({
    summary: 'Change what a user wants',
    description:
      'Only what is sent changes. In force from the answer on: a scan that was accepted and is not stored yet is dropped when the user objects. Of a user who was erased as objecting nothing is kept until the objection is taken back with `"objection": false`.',
    answer: PreferencesDto,
    body: PreferencesChangeDto,
  })
  change(@Param() { user_id }: UserPath, @Body() changes: PreferencesChangeDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<Preferences> {
    reply.header('cache-control', 'no-store');
    return runPatiently(reply.request, askChangePreferences.timeoutMs, () => this.bus.ask(askChangePreferences, { user_id, changes: { ...changes } }));
  }
}
