import { trace } from '@opentelemetry/api';
import { destination, pino, type Logger as Pino } from 'pino';
import { findCall } from './call-context';

export type Logger = Pino;

export interface LoggerOptions {
  readonly level?: string;
  readonly file?: string | null;
}

/** Structured lines on standard output; request id and trace id of the call being served are added. Never a body, never a key. */
export const createLogger = (owner: string, options: LoggerOptions = {}): Logger =>
  pino(
    {
      base: { service: owner, pid: process.pid },
      level: (options.level ?? 'info').toLowerCase(),
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const call = findCall();
        const span = trace.getActiveSpan()?.spanContext();
        return { ...(call && { request_id: call.requestId }), ...(span && { trace_id: span.traceId }) };
      },
      redact: { paths: ['*.password', '*.api_key', '*.authorization', 'req.headers.authorization', 'req.headers["x-api-key"]'], censor: '[hidden]' },
    },
    destination({ dest: options.file ?? 1, mkdir: true, sync: true }),
  );
