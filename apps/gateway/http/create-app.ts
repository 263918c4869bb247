import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DynamicModule, LoggerService } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { serveDocs } from '../openapi/serve-docs';
import type { GatewaySettings } from '../settings';
import { StreamServer } from '../stream/stream-server';
import { DtoPipe } from '../validation/dto-pipe';
import { answerMalformed } from './answer-malformed';
import { enterCall } from './call-scope';
import { Gatekeeper } from './gatekeeper';
import { HEADER_LENGTH } from '../inference/header-length';
import { PREDICTION_ID_HEADER } from '../inference/prediction-id-header';
import { errorOf } from './problem';
import { ProblemFilter } from './problem-filter';
import { RequestLog } from './request-log';
import { sendProblem } from './send-problem';
import { takeJson, takeOther } from './take-body';

const SECOND = 1000;
/** For a model of 500 MB over a line of 15 Mbit/s. */
const REQUEST_TIMEOUT_MS = 300 * SECOND;
const HEADERS_TIMEOUT_MS = 15 * SECOND;
/** Longer than the idle timeout of common load balancers, so that they and not we close first. */
const KEEP_ALIVE_MS = 75 * SECOND;
const MAX_HEADER_BYTES = 16 * 1024;
/** Ids of clusters are the caller's own, up to 128 characters of any script, as they stand in a path; what is too long is refused with its name. */
const LONGEST_PARAMETER = 2_048;

const adapter = (): FastifyAdapter =>
  new FastifyAdapter({
    trustProxy: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_TIMEOUT_MS },
    // No Express middleware here: its layer costs time on every request.
    skipMiddie: true,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    multipart: false,
    forceCloseConnections: 'idle',
    // What comes over a connection that is still open while we drain is answered like anything else.
    return503OnClosing: false,
    clientErrorHandler: answerMalformed,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(errorOf(error), request, reply),
  });

/** The HTTP side of the gateway: hooks in the order in which a request meets them. */
export const createApp = async (module: unknown, settings: GatewaySettings, logger: LoggerService): Promise<NestFastifyApplication> => {
  const app = await NestFactory.create<NestFastifyApplication>(module as DynamicModule, adapter(), { bodyParser: false, logger });
  const fastify = app.getHttpAdapter().getInstance();
  const gatekeeper = app.get(Gatekeeper);
  const log = app.get(RequestLog);
  fastify.decorateRequest('ml');
  fastify.addHook('onRequest', (request, reply) => gatekeeper.admit(request, reply));
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', takeJson);
  fastify.addContentTypeParser('*', takeOther);
  fastify.addHook('preHandler', enterCall);
  fastify.addHook('onRequest', releaseWhenClosed);
  fastify.addHook('onResponse', (request, reply, done) => {
    log.note(request, reply);
    done();
  });
  app.useGlobalPipes(new DtoPipe());
  app.useGlobalFilters(new ProblemFilter(app.get<Logger>(LOGGER)));
  if (settings.corsOrigins.length > 0) app.enableCors({ origin: [...settings.corsOrigins], exposedHeaders: ['X-Request-Id', 'X-Total-Count', 'ETag', 'Content-Disposition', HEADER_LENGTH, PREDICTION_ID_HEADER] });
  serveDocs(app);
  app.get(StreamServer).attach(app.getHttpServer());
  return app;
};

/** A large body's place is given back when the exchange is over, whichever way it ended. */
const releaseWhenClosed = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
  const { place } = request.ml;
  if (place !== undefined) reply.raw.once('close', () => place.giveBack());
  done();
};
