import { getSchemaPath, type ApiResponseOptions } from '@nestjs/swagger';
import { AppError } from '@ml/contracts/app-error';
import { ProblemDto } from '@ml/contracts/dto/problem-dto';
import { ERROR_KINDS, type ErrorCode } from '@ml/contracts/error-codes';
import { oipProblem, problemOf } from '../http/problem';

/** What any request may be answered with. */
const ALWAYS: readonly ErrorCode[] = ['UNKNOWN_FIELD', 'BAD_PARAMETER', 'INTERNAL', 'BUSY'];
export const WITH_KEY: readonly ErrorCode[] = ['UNAUTHENTICATED', 'INVALID_KEY', 'FORBIDDEN', 'RATE_LIMITED'];
export const WITH_BODY: readonly ErrorCode[] = [
  'BAD_JSON',
  'BAD_FIELD',
  'BAD_TIME',
  'MISSING_FIELD',
  'DUPLICATE_FIELD',
  'BAD_ENCODING',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
];
/** When the body is no JSON of ours. */
export const WITH_UPLOAD: readonly ErrorCode[] = ['BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
/** When another service answers. */
export const WITH_SERVICE: readonly ErrorCode[] = ['UNAVAILABLE', 'DEADLINE_EXCEEDED'];

const exampleProblem = (code: ErrorCode, oip: boolean): unknown => {
  const problem = problemOf(new AppError(code, ERROR_KINDS[code].title), 'req-12345');
  return oip ? oipProblem(problem) : problem;
};

const describe = (codes: readonly ErrorCode[]): string =>
  codes.map((code) => `\`${code}\`: ${ERROR_KINDS[code].title}${ERROR_KINDS[code].retryable ? ' (try again)' : ''}.`).join(' ');

/** One response per status, with an example of each code. */
export const errorResponses = (codes: readonly ErrorCode[], { oip }: { readonly oip: boolean }): readonly ApiResponseOptions[] => {
  const byStatus = Map.groupBy(new Set([...ALWAYS, ...codes]), (code) => ERROR_KINDS[code].status);
  return [...byStatus].map(([status, group]) => ({
    status,
    description: describe(group),
    content: {
      [oip ? 'application/json' : 'application/problem+json']: {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(group.map((code) => [code, { value: exampleProblem(code, oip) }])),
      },
    },
  }));
};
