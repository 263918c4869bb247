import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnalyzeGapDto, GapAnalysisDto } from '@ml/contracts/dto/gap-analysis-dto';
import { FillGapDto, GapFillingDto, GapListedDto, GapPath, GapQueryDto, GapStateDto } from '@ml/contracts/dto/gap-fill-dto';
import { JobLogLineDto, JobLogQueryDto } from '@ml/contracts/dto/job-dto';
import { askAnalyzeGap, askCancelGap, askFillGap, askGap, askGaps, type GapAnalysis, type GapFilling, type GapState } from '@ml/contracts/gaps';
import type { JobLogLine } from '@ml/contracts/jobs';
import { Bus } from '@ml/platform/bus/bus';
import { keyIdOf } from '../http/key-id';
import { sendPage, withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';
import { sendRows } from '../pricing/send-rows';
import { jobLog } from './job-log';

const FIRST_COLUMNS = ['gap_id', 'model_id', 'gap_start_date', 'gap_end_date', 'gap_days', 'records_filled', 'status', 'completed_at'];
const WHO = 'For keys of scope platform or admin that are bound to no tenant.';

@ApiTags('Gap filling')
@Controller('api/v1/ml/gap-filler')
export class GapsController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Post('analyze')
  @RouteDocs({
    summary: 'Find the gap of a model',
    description: 'Which prices are missing between the last day a model was trained with (or the lookback, when that is longer) and today: of days that nobody has asked the source about, not of days without a change.',
    answer: GapAnalysisDto,
    body: AnalyzeGapDto,
    errors: ['NOT_FOUND', 'UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'],
  })
  analyze(@Body() { instance_types = [], regions = [], ...gap }: AnalyzeGapDto): Promise<GapAnalysis> {
    return this.bus.ask(askAnalyzeGap, { ...gap, instance_types, regions });
  }

  @Post('fill')
  @RouteDocs({
    summary: 'Fill a gap',
    description: `Starts a job and answers at once; days that are covered are left out unless \`refetch\`. The same fill twice inserts nothing. ${WHO}`,
    status: 202,
    answer: GapFillingDto,
    body: FillGapDto,
    errors: ['NOT_FOUND', 'UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE', 'REQUEST_ID_REUSED', 'JOBS_DISABLED', 'TOO_MANY_JOBS'],
  })
  fill(@Body() { instance_types = [], regions = [], ...gap }: FillGapDto, @Req() request: FastifyRequest): Promise<GapFilling> {
    return this.bus.ask(askFillGap, { ...gap, instance_types, regions, requested_by: keyIdOf(request) });
  }

  @Get('status/:gap_id')
  @RouteDocs({ summary: 'Follow a fill', description: 'How far it is, how long it will take, and what happened last. Live in the stream, topic `jobs`.', answer: GapStateDto, errors: ['NOT_FOUND'] })
  status(@Param() { gap_id }: GapPath): Promise<GapState> {
    return this.bus.ask(askGap, { gap_id });
  }

  @Get('history')
  @RouteDocs({ summary: 'List fills', description: 'Newest first.', answer: GapListedDto, list: true, csv: true })
  async history(@Query() query: GapQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    return sendRows({ request, reply, row: GapListedDto, first: FIRST_COLUMNS }, await this.bus.ask(askGaps, withPage(query)));
  }

  @Post(':gap_id/cancel')
  @RouteDocs({ summary: 'Cancel a fill', description: `No more prices are begun; what is there stays. \`cancelling\` until everything under way has ended. ${WHO}`, answer: GapStateDto, errors: ['NOT_FOUND', 'JOB_ENDED'] })
  cancel(@Param() { gap_id }: GapPath): Promise<GapState> {
    return this.bus.ask(askCancelGap, { gap_id });
  }

  @Get(':gap_id/log')
  @RouteDocs({ summary: 'Read the log of a fill', description: 'Oldest first; the newest 1,000 lines are kept.', answer: JobLogLineDto, list: true, errors: ['NOT_FOUND'] })
  async log(@Param() { gap_id }: GapPath, @Query() query: JobLogQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly JobLogLine[]> {
    return sendPage(reply, await jobLog(this.bus, { job_kind: 'gap', job_id: gap_id }, query));
  }
}
