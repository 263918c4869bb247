import { Body, Controller, HttpStatus, Inject, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InterruptionAcceptedDto, InterruptionAnswerDto, InterruptionReportDto } from '@ml/contracts/dto/interruption-dto';
import type { InterruptionAnswer } from '@ml/contracts/interruptions';
import { currentCall } from '@ml/platform/call-context';
import { Clock } from '@ml/platform/clock';
import { SETTINGS } from '@ml/platform/tokens';
import { customerOf } from '../keys/customer-of';
import { RouteDocs } from '../openapi/route-docs';
import type { GatewaySettings } from '../settings';
import { refuseFaults } from '../validation/faults-error';
import { completeReport } from './complete-report';
import { InterruptionDesk } from './interruption-desk';
import { reportFaults } from './report-faults';

const NOT_COUNTED_YET = { code: 'NOT_COUNTED_YET', text: 'The report is kept and will be counted; send the same again, with this interruption_timestamp unless it has an event_id, to hear what it taught.' } as const;

@ApiTags('Learning')
@Controller('api/v1/ml/feedback')
export class InterruptionsController {
  constructor(
    @Inject(InterruptionDesk) private readonly desk: InterruptionDesk,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  @Post('interruption')
  @RouteDocs({
    summary: 'Report interrupted spot nodes',
    description:
      "Kept before it is answered, counted once however often it is sent. The answer says what it taught: the level of the pool by distinct customers, `new_risk_score` (1 = risky, 0 = safe), `safety_score` (1 = safe, 0 = unsafe), and whether others should leave. 202 with the id when the deadline (X-Deadline-Ms, 10 s at most) passes first: it is counted all the same. A tenant's key sees no other customer, and no counts but its own while fewer than three are involved.",
    answer: InterruptionAnswerDto,
    accepted: InterruptionAcceptedDto,
    body: InterruptionReportDto,
    errors: ['UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE', 'TENANT_MISMATCH', 'EVENT_ID_REUSED'],
  })
  async report(@Body() said: InterruptionReportDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<InterruptionAnswer | InterruptionAcceptedDto> {
    const receivedAt = this.clock.now();
    refuseFaults(reportFaults(said, { now: receivedAt, maxAgeDays: this.settings.feedbackMaxAgeDays }));
    const customerId = customerOf(said.customer_id, currentCall().tenant) ?? `cluster:${said.cluster_id}`;
    const report = completeReport(said, { customerId, receivedAt });
    const answer = await this.desk.report(report);
    if (answer !== undefined) return answer;
    reply.status(HttpStatus.ACCEPTED);
    const { interruption_id, interruption_timestamp } = report;
    return { success: true, interruption_id, interruption_timestamp, warnings: [NOT_COUNTED_YET] };
  }
}
