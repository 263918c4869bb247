import { isSpanContextValid, SpanKind, SpanStatusCode, trace, type SpanContext } from '@opentelemetry/api';

const tracer = trace.getTracer('ml-persistence');

/** A statement; with a name the server keeps its plan per connection, then its text must never vary. */
export type Statement = string | { readonly name: string; readonly text: string };

type Run<T> = (statement: Statement) => Promise<T>;

/** Its code or its name: the text may quote a value. */
const kindOf = (error: unknown): string => (error instanceof Error ? ('code' in error ? String(error.code) : error.name) : typeof error);

/**
 * Runs a statement in a client span when the trace around it is recorded, and tells the server which trace it belongs to, in a comment as
 * sqlcommenter defines it. A prepared statement cannot carry one: its text stays as it is.
 */
export const traced = <T>(owner: string, statement: Statement, run: Run<T>): Promise<T> => {
  const around = trace.getActiveSpan();
  if (around === undefined) return run(statement);
  if (!around.isRecording()) return run(marked(statement, around.spanContext()));
  const text = textOf(statement);
  const attributes = { 'db.system.name': 'postgresql', 'db.namespace': owner, 'db.query.text': text };
  return tracer.startActiveSpan(`postgresql ${firstWord(text)}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await run(marked(statement, span.spanContext()));
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: kindOf(error) });
      throw error;
    } finally {
      span.end();
    }
  });
};

/**
 * The first statement of a transaction gives up its plan while a trace is active, so that it can carry the comment;
 * the server's log ties the rest of the transaction to it.
 */
export const traceable = (statement: Statement): Statement => (trace.getActiveSpan() === undefined ? statement : textOf(statement));

const textOf = (statement: Statement): string => (typeof statement === 'string' ? statement : statement.text);

const firstWord = (text: string): string => /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'QUERY';

const marked = (statement: Statement, context: SpanContext): Statement => {
  if (typeof statement !== 'string' || !isSpanContextValid(context)) return statement;
  const flags = context.traceFlags.toString(16).padStart(2, '0');
  return `${statement} /*traceparent='00-${context.traceId}-${context.spanId}-${flags}'*/`;
};
