import { AppError } from '@ml/contracts/app-error';
import { isErrorCode } from '@ml/contracts/error-codes';

interface PathFault extends Error {
  readonly code: string;
  readonly path: string;
}

const isPathFault = (error: unknown): error is PathFault =>
  error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string' && isErrorCode(error.code);

/** What `AbortSignal.timeout` throws: the time of whoever asked is over. */
const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';

/**
 * Whatever was thrown as the one error of the server.
 * Faults of the pure core carry a code and a path and keep them; anything unknown becomes an opaque INTERNAL, its text stays in the log.
 */
export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  if (isPathFault(error) && isErrorCode(error.code)) return new AppError(error.code, error.message, { path: error.path, cause: error });
  if (isTimeout(error)) return new AppError('DEADLINE_EXCEEDED', 'it was not done within the deadline', { cause: error });
  return new AppError('INTERNAL', 'an unexpected error; the log line with this request id has the details', { cause: error });
};
