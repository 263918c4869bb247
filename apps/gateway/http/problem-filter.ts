import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import type { Logger } from '@ml/platform/logger';
import { unquoted } from '@ml/platform/unquoted';
import { methodsOf } from './policy';
import { errorOf } from './problem';
import { requestIdOf } from './request-id';
import { sendProblem } from './send-problem';

/** Everything that was thrown, anywhere, as problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = thrown instanceof NotFoundException ? noSuchRoute(request, reply) : errorOf(thrown);
    // The template, not the path: a path may hold the name of a person or of a machine.
    const err = request.ml.policy?.confidential ? unquoted(thrown) : thrown;
    if (error.code === 'INTERNAL') this.logger.error({ err, request_id: requestIdOf(request), route: request.routeOptions.url }, 'a request failed');
    if (!reply.sent) sendProblem(error, request, reply);
  }
}

const noSuchRoute = (request: FastifyRequest, reply: FastifyReply): AppError => {
  const path = request.url.split('?')[0] ?? '';
  const methods = methodsOf(path);
  if (methods.length === 0) return new AppError('NOT_FOUND', 'there is no such route; /docs lists all');
  reply.header('allow', methods.join(', '));
  return new AppError('METHOD_NOT_ALLOWED', `${request.method} is not allowed here, ${methods.join(', ')} is`, { details: { allowed: methods } });
};
