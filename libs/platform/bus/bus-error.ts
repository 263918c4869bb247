import { ClosedConnectionError, NoRespondersError, RequestError, TimeoutError } from '@nats-io/transport-node';
import { AppError } from '@ml/contracts/app-error';

const causedBy = (error: unknown, kind: abstract new (...args: never[]) => Error): boolean =>
  error instanceof kind || (error instanceof Error && error.cause instanceof kind);

/** What went wrong on the way, as the error a caller can act on. */
export const toBusError = (error: unknown, subject: string, waitedMs: number): AppError => {
  if (error instanceof AppError) return error;
  const service = subject.split('.')[0] ?? subject;
  if (causedBy(error, NoRespondersError)) {
    return new AppError('UNAVAILABLE', `${service} does not answer: no replica is running`, { details: { service }, cause: error });
  }
  if (causedBy(error, TimeoutError)) {
    return new AppError('DEADLINE_EXCEEDED', `${service} did not answer within ${waitedMs} ms`, { details: { service }, cause: error });
  }
  if (causedBy(error, ClosedConnectionError) || causedBy(error, RequestError)) {
    return new AppError('UNAVAILABLE', `${service} cannot be reached: the bus is down`, { details: { service }, cause: error });
  }
  return new AppError('UNAVAILABLE', `${service} cannot be reached`, { details: { service }, cause: error });
};
