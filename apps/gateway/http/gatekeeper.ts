import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import { Authenticator } from '../keys/authenticator';
import { keyFromHeaders } from '../keys/key-from-headers';
import { LargeBodies } from '../body/large-bodies';
import { refuseByHeaders } from './announced-body';
import { patienceFrom } from './deadline';
import { permit } from './permit';
import { policyOf } from './policy';
import { RateLimits } from './rate-limits';
import { requestIdFor } from './request-id';
import { freshState, type RequestState } from './request-state';
import { securityHeaders } from './security-headers';

/** First hook of every request: everything that can be refused before the body is read is refused here. */
@Injectable()
export class Gatekeeper {
  private readonly bodies = new LargeBodies();

  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  /** @throws AppError */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const state = freshState(requestIdFor(request));
    request.ml = state;
    reply.headers(securityHeaders(request.url)).header('x-request-id', state.requestId);
    const template = request.routeOptions.url;
    if (request.is404 || template === undefined) return;
    const policy = policyOf(request.method, template);
    if (policy === undefined) throw new AppError('FORBIDDEN', 'nobody may do this');
    state.policy = policy;
    if (policy.scopes !== null) await this.authorise(request, reply, state);
    state.call ??= { requestId: state.requestId, tenant: null, scope: 'viewer', deadline: Date.now() + patienceFrom(undefined) };
    refuseByHeaders(request, policy);
    state.place = this.bodies.reserve();
  }

  private async authorise(request: FastifyRequest, reply: FastifyReply, state: RequestState): Promise<void> {
    const identity = await this.authenticator.identify(keyFromHeaders(request.headers), request.ip);
    const { limit, remaining, resetSeconds } = await this.limits.take(identity.keyId);
    reply.headers({ 'ratelimit-limit': limit, 'ratelimit-remaining': remaining, 'ratelimit-reset': resetSeconds });
    if (state.policy !== undefined) permit(state.policy, identity);
    state.identity = identity;
    const { tenant, scope } = identity;
    const deadline = Date.now() + patienceFrom(request.headers['x-deadline-ms']);
    state.call = { requestId: state.requestId, tenant, scope, deadline, ...(state.policy?.confidential && { confidential: true }) };
  }
}
