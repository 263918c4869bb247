import { AppError } from '@ml/contracts/app-error';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** AWS answers these with 400 or 503, by service. */
const THROTTLED = /throttl|RequestLimitExceeded|SlowDown|TooManyRequests|BandwidthLimitExceeded/i;
const TOO_MANY_REQUESTS = 429;

const statusOf = (error: unknown): number | undefined => {
  const status = isRecord(error) ? error['status'] : undefined;
  return typeof status === 'number' ? status : undefined;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

/** Whether the same call may succeed a moment later: throttling, trouble on their side, a broken connection; not a refusal of our request. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof AppError) return error.retryable;
  if (THROTTLED.test(nameOf(error))) return true;
  const status = statusOf(error);
  // A broken answer arrives as a success that cannot be read.
  return status === undefined || status < 400 || status >= 500 || status === TOO_MANY_REQUESTS;
};

/** What is told about a failed source: its own code, never a body or a header. */
export const sourceFailed = (what: string, cause: unknown): AppError =>
  cause instanceof AppError
    ? cause
    : new AppError('SOURCE_FAILED', `${what} failed: ${nameOf(cause)}`, { cause, retryable: isPassing(cause), details: { status: statusOf(cause) ?? null } });
