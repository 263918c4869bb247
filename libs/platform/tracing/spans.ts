import { context, propagation, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span } from '@opentelemetry/api';
import { AppError } from '@ml/contracts/app-error';

const tracer = trace.getTracer('ml-server');

/** `traceparent` and `tracestate` as they travel in headers. */
export type TraceCarrier = Record<string, string>;

export const injectTrace = (): TraceCarrier => {
  const carrier: TraceCarrier = {};
  propagation.inject(context.active(), carrier);
  return carrier;
};

export const extractTrace = (carrier: Readonly<Record<string, string | undefined>>): Context => propagation.extract(context.active(), carrier);

interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** The caller's context; the active one when absent. */
  readonly parent?: Context;
}

/** Texts of errors may quote what was posted, and traces leave the house. */
const kindOf = (error: unknown): string => (error instanceof AppError ? error.code : error instanceof Error ? error.name : typeof error);

/** Runs work inside a span; an error marks the span and is thrown on. */
export const inSpan = async <T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> => {
  const parent = options.parent ?? context.active();
  const span = tracer.startSpan(name, { kind: options.kind ?? SpanKind.INTERNAL, ...(options.attributes && { attributes: options.attributes }) }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work, undefined, span);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: kindOf(error) });
    throw error;
  } finally {
    span.end();
  }
};
