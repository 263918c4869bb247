import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '@ml/contracts/app-error';
import { oipProblem, problemOf } from './problem';
import { requestIdOf } from './request-id';

/** Seconds; callers spread their retries themselves. */
const SOON = 1;
/** Paths of the Open Inference Protocol. */
const OIP = /^\/v2(?:[/?]|$)/;

const retryAfter = (error: AppError): number | undefined => {
  const given = error.details?.['retry_after_seconds'];
  if (typeof given === 'number') return given;
  return error.retryable && error.status === 503 ? SOON : undefined;
};

/** What a route had said of an answer that it then could not give. */
const OF_ANSWERS = ['etag', 'content-disposition', 'accept-ranges'] as const;

export const sendProblem = (error: AppError, request: FastifyRequest, reply: FastifyReply): void => {
  for (const name of OF_ANSWERS) reply.removeHeader(name);
  const wait = retryAfter(error);
  if (wait !== undefined) reply.header('retry-after', wait);
  if (error.status === 401) reply.header('www-authenticate', 'Bearer');
  const problem = problemOf(error, requestIdOf(request));
  const oip = OIP.test(request.url);
  reply.header('x-request-id', problem.request_id).header('cache-control', 'no-store');
  if (oip) reply.header('x-error-code', problem.code);
  reply.code(problem.status).header('content-type', oip ? 'application/json' : 'application/problem+json; charset=utf-8');
  reply.send(JSON.stringify(oip ? oipProblem(problem) : problem));
};
