import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JobLogLineDto, JobLogQueryDto } from '@ml/contracts/dto/job-dto';
import { RefreshListedDto, RefreshPath, RefreshQueryDto, RefreshStartedDto, RefreshStateDto, TriggerRefreshDto } from '@ml/contracts/dto/refresh-dto';
import type { JobLogLine } from '@ml/contracts/jobs';
import { askCancelRefresh, askRefresh, askRefreshes, askTriggerRefresh, type RefreshStarted, type RefreshState } from '@ml/contracts/refresh';
import { Bus } from '@ml/platform/bus/bus';
import { jobLog } from '../gaps/job-log';
import { keyIdOf } from '../http/key-id';
import { sendPage, withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';
import { sendRows } from '../pricing/send-rows';

const FIRST_COLUMNS = ['refresh_id', 'model_id', 'data_fetched_from', 'data_fetched_to', 'records_fetched', 'duration_seconds', 'status', 'completed_at'];
const WHO = 'For keys of scope platform or admin that are bound to no tenant.';

@ApiTags('Model refresh')
@Controller('api/v1/ml/refresh')
export class RefreshController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Post('trigger')
  @RouteDocs({
    summary: 'Refresh a model',
    description: `Fetches the newest prices, judges the version by them and, with \`auto_activate\`, activates it if it is right about them. Starts a job and answers at once. ${WHO}`,
    status: 202,
    answer: RefreshStartedDto,
    body: TriggerRefreshDto,
    errors: ['NOT_FOUND', 'UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE', 'REQUEST_ID_REUSED', 'JOBS_DISABLED', 'TOO_MANY_JOBS'],
  })
  trigger(@Body() { instance_types = [], regions = [], ...refresh }: TriggerRefreshDto, @Req() request: FastifyRequest): Promise<RefreshStarted> {
    return this.bus.ask(askTriggerRefresh, { ...refresh, instance_types, regions, requested_by: keyIdOf(request) });
  }

  @Get('status/:refresh_id')
  @RouteDocs({ summary: 'Follow a refresh', description: 'How far it is, at which step, what the new prices said of the version, and what happened last. Live in the stream, topic `jobs`.', answer: RefreshStateDto, errors: ['NOT_FOUND'] })
  status(@Param() { refresh_id }: RefreshPath): Promise<RefreshState> {
    return this.bus.ask(askRefresh, { refresh_id });
  }

  @Get('history')
  @RouteDocs({ summary: 'List refreshes', description: 'Newest first.', answer: RefreshListedDto, list: true, csv: true })
  async history(@Query() query: RefreshQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    return sendRows({ request, reply, row: RefreshListedDto, first: FIRST_COLUMNS }, await this.bus.ask(askRefreshes, withPage(query)));
  }

  @Post(':refresh_id/cancel')
  @RouteDocs({ summary: 'Cancel a refresh', description: `While it plans or fetches; later it is refused. What is there stays. ${WHO}`, answer: RefreshStateDto, errors: ['NOT_FOUND', 'JOB_ENDED'] })
  cancel(@Param() { refresh_id }: RefreshPath): Promise<RefreshState> {
    return this.bus.ask(askCancelRefresh, { refresh_id });
  }

  @Get(':refresh_id/log')
  @RouteDocs({ summary: 'Read the log of a refresh', description: 'Oldest first; the newest 1,000 lines are kept.', answer: JobLogLineDto, list: true, errors: ['NOT_FOUND'] })
  async log(@Param() { refresh_id }: RefreshPath, @Query() query: JobLogQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly JobLogLine[]> {
    return sendPage(reply, await jobLog(this.bus, { job_kind: 'refresh', job_id: refresh_id }, query));
  }
}
