import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChangeScheduleDto, DeletedScheduleDto, RefreshScheduleDto, SaveScheduleDto, SchedulePath, ScheduleQueryDto } from '@ml/contracts/dto/schedule-refresh-dto';
import { askChangeSchedule, askDeleteSchedule, askSaveSchedule, askSchedules, type RefreshSchedule } from '@ml/contracts/refresh';
import { Bus } from '@ml/platform/bus/bus';
import { keyIdOf } from '../http/key-id';
import { withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';
import { sendRows } from '../pricing/send-rows';

const WHO = 'For keys of scope platform or admin that are bound to no tenant.';
const SLOTS = 'Each slot fires once, however many replicas there are; after a downtime the newest missed one is caught up once.';

@ApiTags('Model refresh')
@Controller('api/v1/ml/refresh/schedule')
export class SchedulesController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Post()
  @RouteDocs({
    summary: 'Schedule refreshes of a model',
    description: `Daily or weekly at a time in UTC. ${SLOTS} The same version, type, weekday and time again is the same schedule, with the new terms. ${WHO}`,
    status: 201,
    answer: RefreshScheduleDto,
    body: SaveScheduleDto,
    errors: ['NOT_FOUND', 'UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'],
  })
  save(@Body() terms: SaveScheduleDto, @Req() request: FastifyRequest): Promise<RefreshSchedule> {
    return this.bus.ask(askSaveSchedule, { ...terms, requested_by: keyIdOf(request) });
  }

  @Get()
  @RouteDocs({ summary: 'List schedules', description: `Of all versions, or of one. ${SLOTS}`, answer: RefreshScheduleDto, list: true, csv: true })
  async list(@Query() query: ScheduleQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    return sendRows({ request, reply, row: RefreshScheduleDto }, await this.bus.ask(askSchedules, withPage(query)));
  }

  @Put(':schedule_id')
  @RouteDocs({
    summary: 'Change a schedule',
    description: `Only what is sent changes. One that is switched on again starts with its next slot. ${WHO}`,
    answer: RefreshScheduleDto,
    body: ChangeScheduleDto,
    errors: ['NOT_FOUND', 'UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'],
  })
  change(@Param() { schedule_id }: SchedulePath, @Body() terms: ChangeScheduleDto): Promise<RefreshSchedule> {
    return this.bus.ask(askChangeSchedule, { ...terms, schedule_id });
  }

  @Delete(':schedule_id')
  @RouteDocs({ summary: 'Delete a schedule', description: `A refresh that it has begun goes on. ${WHO}`, answer: DeletedScheduleDto, errors: ['NOT_FOUND'] })
  remove(@Param() { schedule_id }: SchedulePath): Promise<DeletedScheduleDto> {
    return this.bus.ask(askDeleteSchedule, { schedule_id });
  }
}
