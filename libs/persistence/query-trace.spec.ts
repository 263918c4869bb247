import { context, ROOT_CONTEXT, trace, type SpanContext } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { traceable, traced, type Statement } from './query-trace';

const exporter = new InMemorySpanExporter();
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
});
beforeEach(() => exporter.reset());
afterAll(() => {
  trace.disable();
  context.disable();
});

const sent = async (statement: Statement): Promise<Statement> => traced('decisions', statement, (marked) => Promise.resolve(marked));
const recorded = <T>(work: () => Promise<T>): Promise<T> => trace.getTracer('spec').startActiveSpan('request', (span) => work().finally(() => span.end()));
const passedOn = <T>(given: SpanContext, work: () => T): T => context.with(trace.setSpan(ROOT_CONTEXT, trace.wrapSpanContext(given)), work);
const PREPARED = { name: 'p', text: 'INSERT INTO t VALUES ($1)' };

describe('the trace of a statement', () => {
  it('costs nothing and adds nothing outside a trace', async () => {
    expect(await sent('SELECT 1')).toBe('SELECT 1');
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('is a client span without parameters, and the comment names that span', async () => {
    const text = await recorded(() => sent('SELECT 1'));
    const span = exporter.getFinishedSpans().find(({ name }) => name === 'postgresql SELECT');
    expect(span?.attributes).toEqual({ 'db.system.name': 'postgresql', 'db.namespace': 'decisions', 'db.query.text': 'SELECT 1' });
    expect(text).toBe(`SELECT 1 /*traceparent='00-${span?.spanContext().traceId}-${span?.spanContext().spanId}-01'*/`);
  });

  it('is passed on when it is not recorded here', async () => {
    const around = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 0 };
    expect(await passedOn(around, () => sent('SELECT 1'))).toBe(`SELECT 1 /*traceparent='00-${'a'.repeat(32)}-${'b'.repeat(16)}-00'*/`);
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('leaves the text of a prepared statement alone, except for the first of a transaction', async () => {
    expect(await recorded(() => sent(PREPARED))).toBe(PREPARED);
    expect(await recorded(() => sent(traceable(PREPARED)))).toContain("INSERT INTO t VALUES ($1) /*traceparent='00-");
    expect(traceable(PREPARED)).toBe(PREPARED);
  });

  it('marks the span of a statement that fails', async () => {
    const failed = recorded(() => traced('decisions', 'SELECT 1', () => Promise.reject(new Error('no'))));
    await expect(failed).rejects.toThrow('no');
    expect(exporter.getFinishedSpans()[0]?.status).toEqual({ code: 2, message: 'Error' });
  });
});
