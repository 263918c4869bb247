import { isSpanContextValid, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';

const tracer = trace.getTracer('ml-persistence');

/** A statement; with a name the server keeps its plan per connection, then the text must never vary. */
export type Statement = string | { readonly name: string; readonly text: string };

type Run<T> = (statement: Statement) => Promise<T>;

/**
 * Runs a statement inside a client span and tells the server which trace it belongs to, in a comment as sqlcommenter defines it.
 * Without a recorded span around it this costs one look-up. Prepared statements keep their text; their span is made all the same.
 */
export const traced = <T>(owner: string, statement: Statement, run: Run<T>): Promise<T> => {
  if (trace.getActiveSpan()?.isRecording() !== true) return run(statement);
  const text = typeof statement === 'string' ? statement : statement.text;
  const attributes = { 'db.system.name': 'postgresql', 'db.namespace': owner, 'db.query.text': text };
  return tracer.startActiveSpan(`postgresql ${firstWord(text)}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await run(typeof statement === 'string' ? withComment(statement, span) : statement);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
};

const firstWord = (text: string): string => /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'QUERY';

const withComment = (text: string, span: Span): string => {
  const context = span.spanContext();
  if (!isSpanContextValid(context)) return text;
  const flags = context.traceFlags.toString(16).padStart(2, '0');
  return `${text} /*traceparent='00-${context.traceId}-${context.spanId}-${flags}'*/`;
};
