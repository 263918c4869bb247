import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askDecision, askHistory, askRecordOutcome, askReplay, askSavings, type DecisionOutcome, type DecisionSummary, type ReplayAnswer, type SavingsRow } from '@ml/contracts/decisions';
import { DecisionPath, DecisionSummaryDto, HistoryQueryDto, OutcomeDto, OutcomeReportDto, ReplayDto, SavingsQueryDto, SavingsRowDto } from '@ml/contracts/dto/decision-log-dto';
import { SpotAnswerDto } from '@ml/contracts/dto/spot-answer-dto';
import { Bus } from '@ml/platform/bus/bus';
import { sendTagged } from '../http/entity-tag';
import { sendPage, withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';

const DEFAULT_MONTHS = 12;

@ApiTags('Decisions')
@Controller('api/v1/ml/decisions')
export class DecisionLogController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get('history')
  @RouteDocs({ summary: 'List decisions', description: "Newest first; a tenant's key sees its own.", answer: DecisionSummaryDto, list: true })
  async history(@Query() query: HistoryQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly DecisionSummary[]> {
    return sendPage(reply, await this.bus.ask(askHistory, withPage(query)));
  }

  @Get('savings')
  @RouteDocs({ summary: 'Compare savings', description: 'Predicted against realised savings by engine and calendar month.', answer: SavingsRowDto, list: true })
  async savings(@Query() { months = DEFAULT_MONTHS }: SavingsQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly SavingsRow[]> {
    const { rows } = await this.bus.ask(askSavings, { months });
    return sendPage(reply, { rows, total: rows.length });
  }

  @Get(':decision_id')
  @RouteDocs({
    summary: 'Get a decision',
    description: 'The whole decision with its outcomes. Direction of `risk_score` in spot optimizer answers: 1 = safe, 0 = unsafe. Send the ETag back as If-None-Match.',
    answer: SpotAnswerDto,
    tagged: true,
    errors: ['NOT_FOUND'],
  })
  async byId(@Param() { decision_id }: DecisionPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendTagged(request, reply, JSON.stringify(await this.bus.ask(askDecision, { decision_id })));
  }

  @Post(':decision_id/replay')
  @RouteDocs({
    summary: 'Replay a decision',
    description: 'Decides again from the stored inputs: the same bytes on the same build, a list of differences otherwise. Nothing is stored.',
    answer: ReplayDto,
    errors: ['NOT_FOUND'],
  })
  replay(@Param() { decision_id }: DecisionPath): Promise<ReplayAnswer> {
    return this.bus.ask(askReplay, { decision_id });
  }

  @Post(':decision_id/outcome')
  @RouteDocs({
    summary: 'Report an outcome',
    description: 'Says what became of a decision or of one of its recommendations, and what it really saves.',
    status: 201,
    answer: OutcomeDto,
    body: OutcomeReportDto,
    errors: ['NOT_FOUND'],
  })
  outcome(@Param() { decision_id }: DecisionPath, @Body() report: OutcomeReportDto): Promise<DecisionOutcome> {
    return this.bus.ask(askRecordOutcome, { ...report, decision_id });
  }
}
