import { ERROR_KINDS, type ErrorCode } from './error-codes';

/** One fault among several: validation reports them all at once. */
export interface Fault {
  readonly code: ErrorCode;
  readonly path: string;
  readonly message: string;
}

/** What travels on the bus when something fails. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly path?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;
}

export interface AppErrorOptions {
  readonly path?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  readonly retryable?: boolean;
}

/** The one error of the server: matched by `code`, never by its message. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly path: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly retryable: boolean;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.path = options.path;
    this.details = options.details;
    this.retryable = options.retryable ?? ERROR_KINDS[code].retryable;
  }

  get status(): number {
    return ERROR_KINDS[this.code].status;
  }

  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.path === undefined ? {} : { path: this.path }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }

  static fromBody(body: ErrorBody): AppError {
    return new AppError(body.code, body.message, {
      retryable: body.retryable,
      ...(body.path === undefined ? {} : { path: body.path }),
      ...(body.details === undefined ? {} : { details: body.details }),
    });
  }
}
