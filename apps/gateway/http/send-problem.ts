import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '@ml/contracts/app-error';
import { problemOf } from './problem';
import { requestIdOf } from './request-id';

/** Seconds; callers spread their retries themselves. */
const SOON = 1;

const retryAfter = (error: AppError): number | undefined => {
  const given = error.details?.['retry_after_seconds'];
  if (typeof given === 'number') return given;
  return error.retryable && error.status === 503 ? SOON : undefined;
};

export const sendProblem = (error: AppError, request: FastifyRequest, reply: FastifyReply): void => {
  const wait = retryAfter(error);
  if (wait !== undefined) reply.header('retry-after', wait);
  if (error.status === 401) reply.header('www-authenticate', 'Bearer');
  const problem = problemOf(error, requestIdOf(request));
  reply.header('x-request-id', problem.request_id);
  reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8').header('cache-control', 'no-store').send(JSON.stringify(problem));
};
