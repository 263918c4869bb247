import { HttpException } from '@nestjs/common';
import { AppError, type ErrorBody } from '@ml/contracts/app-error';
import { ERROR_KINDS, type ErrorCode } from '@ml/contracts/error-codes';
import { toAppError } from '@ml/platform/to-app-error';

/** RFC 9457, with the stable code and whether to try again. */
export interface Problem extends Omit<ErrorBody, 'message'> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly request_id: string;
}

export const problemOf = (error: AppError, requestId: string): Problem => {
  const { message, ...body } = error.toBody();
  const { title, status } = ERROR_KINDS[error.code];
  return { type: `urn:ml-server:error:${error.code}`, title, status, detail: message, ...body, request_id: requestId };
};

/** Clients of the Open Inference Protocol read `error` and nothing else; the rest stands beside it. */
export const oipProblem = (problem: Problem): Problem & { readonly error: string } => ({ error: problem.detail, ...problem });

/** What the framework itself refuses, by its HTTP status. */
const FRAMEWORK: Readonly<Record<number, ErrorCode>> = {
  400: 'BAD_PARAMETER',
  // A path that leads out of the folder of the documentation's files.
  403: 'NOT_FOUND',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  414: 'BAD_PARAMETER',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'BAD_PARAMETER',
};

/** Its own texts repeat the path, or do not say what to do. */
const IN_OUR_WORDS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'the content type cannot be read; send application/json, or multipart/form-data where a file belongs',
  FST_ERR_BAD_URL: 'the path is not valid: percent-encoded UTF-8 is expected',
  FST_ERR_MAX_PARAM_LENGTH: 'a part of the path is too long',
};

const frameworkText = (error: Error): string => ('code' in error ? IN_OUR_WORDS[String(error.code)] : undefined) ?? error.message;

const isFrameworkError = (error: unknown): error is Error & { statusCode: number } => error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';

const frameworkStatus = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  return isFrameworkError(error) ? error.statusCode : undefined;
};

/** Any thrown thing as the one error; what nobody foresaw becomes an opaque INTERNAL. */
export const errorOf = (thrown: unknown): AppError => {
  const code = FRAMEWORK[frameworkStatus(thrown) ?? 0];
  if (code !== undefined && thrown instanceof Error) return new AppError(code, frameworkText(thrown), { cause: thrown });
  return toAppError(thrown);
};
