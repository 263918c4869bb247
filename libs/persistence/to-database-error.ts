import { AppError } from '@ml/contracts/app-error';

/** Node's words for a server that is not there. */
const SOCKET_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT']);

/** SQLSTATE: connection exceptions, out of resources, operator intervention (shutdown, starting up, timeouts). */
const TRANSIENT_CLASSES = new Set(['08', '53', '57']);
/** Serialisation failure, deadlock, lock timeout, read-only standby, idle in transaction. */
const TRANSIENT_STATES = new Set(['40001', '40P01', '55P03', '25006', '25P03']);

/** What a caller sent and no column can hold: NUL, lone surrogate, too long, too large. */
const UNSTORABLE_STATES = new Set(['22021', '22P05', '22001', '22003']);

/** pg and TypeORM have no codes for these. */
const TRANSIENT_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'not queryable',
  'Client was closed',
  'after calling end on the pool',
  'QueryRunner already released',
  'Query runner already released',
];

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** TypeORM wraps what the driver said. */
const unwrap = (error: Error): Error => ('driverError' in error && error.driverError instanceof Error ? error.driverError : error);

export const isTransient = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isTransient)) return true;
  const code = codeOf(error);
  if (SOCKET_CODES.has(code) || TRANSIENT_STATES.has(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return TRANSIENT_CLASSES.has(code.slice(0, 2));
  return TRANSIENT_MESSAGES.some((message) => error.message.includes(message));
};

/** UNAVAILABLE (retryable) when the database is away, BAD_FIELD when a value cannot be stored, anything else as it is. */
export const toDatabaseError = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const cause = unwrap(error);
  if (isTransient(cause)) return new AppError('UNAVAILABLE', 'the database does not answer', { cause });
  if (UNSTORABLE_STATES.has(codeOf(cause))) return new AppError('BAD_FIELD', 'a value cannot be stored: too long, too large or not valid text', { cause });
  return cause;
};
