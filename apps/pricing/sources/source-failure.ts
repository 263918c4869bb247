import { AppError } from '@ml/contracts/app-error';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** AWS answers these with 400 or 503, by service. */
const THROTTLED = /throttl|RequestLimitExceeded|SlowDown|TooManyRequests|BandwidthLimitExceeded/i;
const TOO_MANY_REQUESTS = 429;
/** What the SDK calls an answer that it could not read: a refusal by AWS has a code of its own, whatever the status. */
const UNREADABLE = /^(Error|SyntaxError|Unknown|UnknownError)$/;
/** The SDK's own word when it finds none; there is no status, for nobody was asked. */
const NO_CREDENTIALS = 'CredentialsProviderError';
const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;
const NOT_ACCEPTED = /^(AuthFailure|UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken)$/;
const NOT_ALLOWED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/;
const NOT_ENABLED = /^(OptInRequired|SubscriptionRequiredException|RegionDisabledException)$/;

const statusOf = (error: unknown): number | undefined => {
  const status = isRecord(error) ? error['status'] : undefined;
  return typeof status === 'number' ? status : undefined;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

/** Whether the same call may succeed a moment later: throttling, trouble on their side, a broken connection; not a refusal of our request. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof AppError) return error.retryable;
  const name = nameOf(error);
  if (THROTTLED.test(name) || UNREADABLE.test(name)) return true;
  if (name === NO_CREDENTIALS) return false;
  const status = statusOf(error);
  // A broken answer may also arrive as a success that cannot be read.
  return status === undefined || status < 400 || status >= 500 || status === TOO_MANY_REQUESTS;
};

/** The source no longer knows the place in its list that it was asked to go on from. */
export const isStaleToken = (error: unknown): boolean => error instanceof AppError && error.details?.['stale_token'] === true;

const permissionOf = (operation: string): string => (operation === 'GetProducts' ? 'pricing:GetProducts' : `ec2:${operation}`);

/** What the operator has to do, by what the source said. */
const adviceOf = (operation: string, name: string): string | undefined => {
  if (THROTTLED.test(name)) return 'the source throttles and did so at every attempt; lower PRICING_DATA_FETCH_PARALLELISM or raise PRICING_DATA_RETRY_ATTEMPTS';
  if (name === NO_CREDENTIALS) return 'pricing has no AWS credentials; give it an access key or a role';
  if (EXPIRED.test(name)) return 'the AWS credentials have expired; renew them, and look whether the clock of this machine is right';
  if (NOT_ACCEPTED.test(name)) return 'AWS does not accept the credentials of pricing; look at its access key or role, and whether the region is enabled for the account';
  if (NOT_ALLOWED.test(name)) return `the credentials of pricing lack a permission; allow ${permissionOf(operation)}`;
  if (NOT_ENABLED.test(name)) return 'the region is not enabled for the account; enable it, or leave it out';
  return undefined;
};

/** What is told about a failed source: its own code and what to do about it, never a body or a header. */
export const sourceFailed = (operation: string, cause: unknown): AppError => {
  if (cause instanceof AppError) return cause;
  const name = nameOf(cause);
  const advice = adviceOf(operation, name);
  return new AppError('SOURCE_FAILED', `${operation} failed: ${name}${advice === undefined ? '' : `: ${advice}`}`, {
    cause,
    retryable: isPassing(cause),
    details: { status: statusOf(cause) ?? null, ...(isRecord(cause) && cause['stale_token'] === true && { stale_token: true }) },
  });
};
