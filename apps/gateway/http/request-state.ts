import type { Span } from '@opentelemetry/api';
import type { AppError } from '@ml/contracts/app-error';
import type { CallContext } from '@ml/platform/call-context';
import type { LargeBodyPlace } from '../body/large-bodies';
import type { Identity } from '../keys/identity';
import type { Policy } from './policy';

/** What the gateway knows of one request. */
export interface RequestState {
  requestId: string;
  readonly startedAt: number;
  policy: Policy | undefined;
  identity: Identity | undefined;
  call: CallContext | undefined;
  span: Span | undefined;
  place: LargeBodyPlace | undefined;
  /** Why there is none; thrown when the handler's turn comes. */
  bodyError: AppError | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    ml: RequestState;
  }
}

export const freshState = (requestId: string): RequestState => ({
  requestId,
  startedAt: performance.now(),
  policy: undefined,
  identity: undefined,
  call: undefined,
  span: undefined,
  place: undefined,
  bodyError: undefined,
});
