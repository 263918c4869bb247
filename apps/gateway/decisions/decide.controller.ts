import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { SpotAnswerDto } from '@ml/contracts/dto/spot-answer-dto';
import { SpotOptimizeRequest } from '@ml/contracts/dto/spot-optimize-request';
import type { ErrorCode } from '@ml/contracts/error-codes';
import { RouteDocs } from '../openapi/route-docs';
import { DecisionDesk } from './decision-desk';

const ERRORS: readonly ErrorCode[] = [
  'BAD_STATE',
  'BAD_QUANTITY',
  'UNKNOWN_REGION',
  'UNKNOWN_INSTANCE_TYPE',
  'TENANT_MISMATCH',
  'REQUEST_ID_REUSED',
  'ENGINE_DISABLED',
  'IN_PROGRESS',
  'NO_PRICE_DATA',
];

@ApiTags('Decisions')
@Controller('api/v1/ml/decision')
export class DecideController {
  constructor(@Inject(DecisionDesk) private readonly desk: DecisionDesk) {}

  @Post('spot-optimize')
  @RouteDocs({
    summary: 'Choose spot pools',
    description:
      'Ranks spot pools (instance type and availability zone) by safety and plans the nodes asked for so that all five safety layers hold. Direction of `risk_score` here: 1 = safe, 0 = unsafe; `safety_score` is the same value.',
    answer: SpotAnswerDto,
    body: SpotOptimizeRequest,
    errors: ERRORS,
  })
  spotOptimize(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<DecisionAnswer> {
    return this.desk.decide({ request, reply, routeType: 'spot_optimize' });
  }

  @Post()
  @RouteDocs({
    summary: 'Decide by decision_type',
    description:
      'Asks the engine that `decision_type` names; request and answer are those of its own route. Direction of `risk_score` in spot optimizer answers: 1 = safe, 0 = unsafe.',
    answer: SpotAnswerDto,
    body: SpotOptimizeRequest,
    errors: ['UNKNOWN_DECISION_TYPE', ...ERRORS],
  })
  decide(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<DecisionAnswer> {
    return this.desk.decide({ request, reply });
  }
}
