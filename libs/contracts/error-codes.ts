/** One row of the error catalogue: what a caller may rely on. */
export interface ErrorKind {
  readonly status: number;
  /** The same call may succeed later, unchanged. */
  readonly retryable: boolean;
  readonly title: string;
}

const kind = (status: number, title: string, retryable = false): ErrorKind => ({ status, title, retryable });

/** Every stable error code of the server. Codes are only ever added. */
export const ERROR_KINDS = {
  BAD_JSON: kind(400, 'The body is not valid JSON'),
  BAD_FIELD: kind(400, 'A field has a wrong type or value'),
  BAD_QUANTITY: kind(400, 'A value is not a Kubernetes quantity'),
  BAD_TIME: kind(400, 'A value is not an RFC 3339 time'),
  BAD_WINDOW: kind(400, 'A time window cannot be read'),
  UNKNOWN_TIME_ZONE: kind(400, 'The time zone is not in the IANA database'),
  BAD_STATE: kind(400, 'The posted state cannot be read'),
  MISSING_FIELD: kind(400, 'A required field is missing'),
  UNKNOWN_FIELD: kind(400, 'A field is not part of the contract'),
  DUPLICATE_FIELD: kind(400, 'A field is given twice'),
  BAD_PARAMETER: kind(400, 'A query or path parameter has a wrong value'),
  UNKNOWN_REGION: kind(400, 'The region is not an AWS region'),
  UNKNOWN_INSTANCE_TYPE: kind(400, 'The instance type is not in the catalogue'),
  UNKNOWN_DECISION_TYPE: kind(400, 'No engine decides this'),
  BAD_ENCODING: kind(400, 'The compressed body cannot be inflated'),
  UNAUTHENTICATED: kind(401, 'An API key is required'),
  INVALID_KEY: kind(401, 'The API key is not known or has been revoked'),
  FORBIDDEN: kind(403, 'The API key lacks the scope for this'),
  TENANT_MISMATCH: kind(403, 'The API key belongs to another tenant'),
  NOT_FOUND: kind(404, 'There is no such thing'),
  METHOD_NOT_ALLOWED: kind(405, 'The method is not allowed here'),
  REQUEST_ID_REUSED: kind(409, 'The request id was used with another body'),
  ENGINE_DISABLED: kind(409, 'The engine is switched off'),
  SNAPSHOT_OUTDATED: kind(409, 'A newer snapshot of the cluster is known'),
  REVISION_MISMATCH: kind(412, 'Somebody has changed it meanwhile'),
  BODY_TOO_LARGE: kind(413, 'The body is too large'),
  MODEL_EXISTS: kind(409, 'This version of the model has been uploaded before'),
  MODEL_ACTIVE: kind(409, 'The model is in use'),
  MODEL_TYPE_MISMATCH: kind(409, 'Versions of one model are of one type'),
  NO_PREVIOUS_MODEL: kind(409, 'No version was active before'),
  TOO_MANY_MODELS: kind(409, 'As many models are active as may be'),
  JOBS_DISABLED: kind(409, 'Filling and refreshing are switched off'),
  TOO_MANY_JOBS: kind(409, 'As many jobs are under way as may be'),
  JOB_ENDED: kind(409, 'The job has ended'),
  EVENT_ID_REUSED: kind(409, 'The event id was used with another body'),
  SCAN_ID_REUSED: kind(409, 'The scan id was used with another scan'),
  TOO_MANY_EXPORTS: kind(409, 'As many exports are under way as may be', true),
  TOO_SHORT: kind(422, 'The series is too short to say anything'),
  BAD_RANGE: kind(416, 'The file has no such bytes'),
  JOB_LEASED: kind(409, 'Somebody else has the job', true),
  JOB_NOT_DUE: kind(409, 'It is not the turn of the job yet', true),
  LEASE_LOST: kind(409, 'The lease has ended or belongs to somebody else'),
  BAD_UPLOAD: kind(400, 'The upload cannot be read'),
  BAD_TENSOR: kind(400, 'A tensor has a wrong name, type or shape'),
  BAD_MODEL: kind(422, 'The model is refused'),
  UNSUPPORTED_MODEL_FORMAT: kind(415, 'Models are taken as .onnx'),
  MODEL_NOT_READY: kind(503, 'The model is not loaded', true),
  MODEL_FAILED: kind(503, 'The model failed on this request', true),
  ENGINE_EXISTS: kind(409, 'This version of the engine has been uploaded before'),
  TOO_MANY_ENGINES: kind(409, 'As many engines have been uploaded as may be'),
  BAD_ENGINE: kind(422, 'The engine is refused'),
  UNSUPPORTED_MEDIA_TYPE: kind(415, 'The content type is not supported'),
  RATE_LIMITED: kind(429, 'Too many requests for this key', true),
  INTERNAL: kind(500, 'Something went wrong on our side'),
  BUSY: kind(503, 'The server is at its limit', true),
  UNAVAILABLE: kind(503, 'A part of the server does not answer', true),
  IN_PROGRESS: kind(503, 'The same request is still being decided', true),
  NO_PRICE_DATA: kind(503, 'There are no prices for this region yet', true),
  SOURCE_FAILED: kind(502, 'An outside source failed', true),
  DEADLINE_EXCEEDED: kind(504, 'No answer within the deadline', true),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_KINDS;

export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERROR_KINDS, code);
