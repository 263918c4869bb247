import { Inject, Injectable } from '@nestjs/common';
import { SpanStatusCode } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';

/** Last hook of every request: what it took, under the template of its route. Never a path, a body or a key. */
@Injectable()
export class RequestLog {
  private readonly latency;

  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.latency = metrics.histogram({ name: 'ml_http_request_duration_seconds', help: 'Time to answer a request', labels: ['route', 'method', 'status'] });
  }

  note(request: FastifyRequest, reply: FastifyReply): void {
    const { ml } = request;
    const milliseconds = performance.now() - ml.startedAt;
    const route = request.is404 ? 'unknown' : request.routeOptions.url ?? 'unknown';
    const { statusCode } = reply;
    this.latency.observe({ route, method: request.method, status: String(statusCode) }, milliseconds / 1000);
    ml.span?.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) ml.span?.setStatus({ code: SpanStatusCode.ERROR });
    ml.span?.end();
    const line = { route, method: request.method, status: statusCode, ms: Math.round(milliseconds), request_id: ml.requestId, key_id: ml.identity?.keyId };
    if (statusCode >= 500) this.logger.warn(line, 'answered with an error');
    else this.logger.debug(line, 'answered');
  }
}
