import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { askDecide, type DecideAsk } from '@ml/contracts/decisions';
import type { DecisionType } from '@ml/contracts/engine-types';
import { Bus } from '@ml/platform/bus/bus';
import { currentCall, runInCall } from '@ml/platform/call-context';
import { Clock } from '@ml/platform/clock';
import { phaseTimer, type PhaseTimer } from '@ml/platform/decision-phases';
import { Metrics } from '@ml/platform/metrics';
import type { BodySource } from '../body/body-source';
import { requestIdFrom } from '../http/request-id';
import { customerOf } from '../keys/customer-of';
import { noBody } from '../validation/dto-pipe';
import { DecisionMeter } from './decision-meter';
import { readDecision, type ReadDecision } from './read-decision';

interface Desk {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** undefined: the body says it. */
  readonly routeType?: DecisionType;
}

/** Takes a decision request in, checks its envelope and passes it on; the state goes through unread. */
@Injectable()
export class DecisionDesk {
  private readonly time: PhaseTimer;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(DecisionMeter) private readonly meter: DecisionMeter,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.time = phaseTimer(metrics);
  }

  async decide({ request, reply, routeType }: Desk): Promise<DecisionAnswer> {
    const receivedAt = this.clock.now().toISOString();
    const source = request.body as BodySource | undefined;
    if (source === undefined) throw noBody();
    const read = await this.time('read', () => readDecision(source, { routeType, onRequestId: (id) => rename(request, reply, id) }));
    const call = { ...currentCall(), requestId: request.ml.requestId };
    const customerId = customerOf(read.head.customer_id, call.tenant);
    const ask = toAsk(read, { customerId, requestId: call.requestId, receivedAt });
    const answer = await this.time('ask', () => runInCall(call, () => this.bus.ask(askDecide, ask, { attachment: read.state })));
    this.meter.serve(performance.now() - request.ml.startedAt, answer.cached_from !== undefined);
    return answer;
  }
}

/** From now on the request goes by the caller's own id. */
const rename = (request: FastifyRequest, reply: FastifyReply, id: string): void => {
  if (requestIdFrom(id) !== id) return;
  request.ml.requestId = id;
  reply.header('x-request-id', id);
};

interface Stamp {
  readonly customerId: string | null;
  readonly requestId: string;
  readonly receivedAt: string;
}

const toAsk = ({ type, head }: ReadDecision, { customerId, requestId, receivedAt }: Stamp): DecideAsk => ({
  envelope: {
    request_id: head.request_id ?? requestId,
    cluster_id: head.cluster_id,
    customer_id: customerId,
    decision_type: type,
    requirements: { ...head.requirements },
    constraints: { ...head.constraints },
    cause: head.cause ?? 'routine',
  },
  received_at: receivedAt,
  ...(head.evaluate_at !== undefined && { evaluate_at: head.evaluate_at }),
});
