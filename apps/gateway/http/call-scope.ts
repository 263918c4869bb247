import { context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { runInCall } from '@ml/platform/call-context';
import { extractTrace } from '@ml/platform/tracing/spans';

const tracer = trace.getTracer('ml-server');

/** Last hook before the handler: whatever it does belongs to this call and this trace. */
export const enterCall = (request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction): void => {
  const { ml } = request;
  // There is no such route: that counts, not what is wrong with the body.
  if (ml.call === undefined) return done();
  if (ml.bodyError !== undefined) return done(ml.bodyError);
  // Trace ids are free for the caller to choose: where anything may name somebody, the trace is ours.
  const parent = ml.policy?.confidential ? ROOT_CONTEXT : extractTrace(request.headers as Readonly<Record<string, string | undefined>>);
  const name = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
  ml.span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: { 'http.request.method': request.method } }, parent);
  const { call } = ml;
  context.with(trace.setSpan(parent, ml.span), () => runInCall(call, done));
};
