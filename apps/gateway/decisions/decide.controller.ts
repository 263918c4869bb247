import { applyDecorators, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { SpotAnswerDto } from '@ml/contracts/dto/spot-answer-dto';
import { SpotOptimizeRequest } from '@ml/contracts/dto/spot-optimize-request';
import type { DecisionType } from '@ml/contracts/engine-types';
import type { ErrorCode } from '@ml/contracts/error-codes';
import { RouteDocs } from '../openapi/route-docs';
import { DecisionDesk } from './decision-desk';
import { ENGINE_ROUTES } from './engine-routes';

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

/** `POST /decision` here, and a route for each engine of the table below. */
@ApiTags('Decisions')
@Controller('api/v1/ml/decision')
export class DecideController {
  constructor(@Inject(DecisionDesk) readonly desk: DecisionDesk) {}

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

/** `ghostProbe` of `ghost_probe`: the name in the documentation's operation id. */
const methodName = (type: string): string => type.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const addRoute = (routeType: DecisionType): void => {
  const { summary, description, answer, request: body } = ENGINE_ROUTES[routeType];
  const name = methodName(routeType);
  const value = function decide(this: DecideController, request: FastifyRequest, reply: FastifyReply): Promise<DecisionAnswer> {
    return this.desk.decide({ request, reply, routeType });
  };
  const method: PropertyDescriptor = { value, writable: true, configurable: true };
  Object.defineProperty(DecideController.prototype, name, method);
  Req()(DecideController.prototype, name, 0);
  Res({ passthrough: true })(DecideController.prototype, name, 1);
  applyDecorators(Post(routeType.replaceAll('_', '-')), RouteDocs({ summary, description, answer, body, errors: ERRORS }))(DecideController.prototype, name, method);
};

for (const type of Object.keys(ENGINE_ROUTES)) addRoute(type as keyof typeof ENGINE_ROUTES);
