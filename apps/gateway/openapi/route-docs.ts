import { applyDecorators, HttpCode, HttpStatus, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiProduces, ApiResponse, ApiSecurity, getSchemaPath } from '@nestjs/swagger';
import { ProblemDto } from '@ml/contracts/dto/problem-dto';
import type { ErrorCode } from '@ml/contracts/error-codes';
import { toCsv } from '../pricing/csv';
import { errorResponses, WITH_BODY, WITH_KEY, WITH_SERVICE, WITH_UPLOAD } from './error-responses';
import { exampleOf } from './example-of';

interface RouteDocs {
  readonly summary: string;
  readonly description: string;
  /** 200 unless told. */
  readonly status?: number;
  readonly answer: Type<object>;
  /** The answer with 202, when what was asked for is kept and not done yet. */
  readonly accepted?: Type<object>;
  /** What of its example is different from that of a good answer. */
  readonly acceptedExample?: object;
  readonly list?: boolean;
  /** The rows can also be had as `text/csv`; either page is tagged. */
  readonly csv?: boolean;
  readonly body?: Type<object>;
  /** A body that is no JSON of ours, and what a good answer holds besides JSON or instead of it. */
  readonly bodyMedia?: RequestBody;
  readonly answerMedia?: Media;
  /** Beside the answer. */
  readonly answerHeaders?: Headers;
  /** It has an ETag: 304 to whoever has it already. */
  readonly tagged?: boolean;
  /** Parts of it can be had: 206. */
  readonly parts?: boolean;
  /** Beyond those that follow from the rest. */
  readonly errors?: readonly ErrorCode[];
  /** Answered without a key. */
  readonly open?: boolean;
  /** Answered without any other service. */
  readonly alone?: boolean;
  /** Errors in the form of the Open Inference Protocol. */
  readonly oip?: boolean;
}

type RequestBodyObject = NonNullable<Parameters<typeof ApiOperation>[0]['requestBody']>;
type Headers = Readonly<Record<string, { readonly description: string; readonly schema: { readonly type: 'integer' | 'string'; readonly format?: string } }>>;
type Media = Readonly<Record<string, { readonly schema: object; readonly example: unknown }>>;

interface RequestBody {
  readonly description: string;
  readonly content: Media;
}

const LIST_HEADERS: Headers = { 'X-Total-Count': { description: 'How many rows there are in all; counting stops at 100,000.', schema: { type: 'integer' } } };

const TAG: Headers = { ETag: { description: 'Stands for the answer as it is: send it back as If-None-Match.', schema: { type: 'string' } } };

const codesOf = ({ open = false, alone = false, body, bodyMedia, errors = [] }: RouteDocs): readonly ErrorCode[] => [
  ...(open ? [] : WITH_KEY),
  ...(alone ? [] : WITH_SERVICE),
  ...(body === undefined ? [] : WITH_BODY),
  ...(bodyMedia === undefined ? [] : WITH_UPLOAD),
  ...errors,
];

const isTagged = ({ tagged = false, csv = false }: RouteDocs): boolean => tagged || csv;

const headersOf = (docs: RouteDocs): Record<string, Headers[string]> => ({ ...(docs.list && LIST_HEADERS), ...(isTagged(docs) && TAG), ...docs.answerHeaders });

const answerContent = ({ answer, list = false, csv = false }: RouteDocs) => {
  const row = exampleOf(answer);
  const ref = { $ref: getSchemaPath(answer) };
  return {
    'application/json': { schema: list ? { type: 'array' as const, items: ref } : ref, example: list ? [row] : row },
    ...(csv && { 'text/csv': { schema: { type: 'string' as const }, example: toCsv(Object.keys(row), [row]) } }),
  };
};

const acceptedContent = (accepted: Type<object>, example: object) => ({ 'application/json': { schema: { $ref: getSchemaPath(accepted) }, example: { ...exampleOf(accepted), ...example } } });

const documentAccepted = (accepted: Type<object>, example: object): MethodDecorator =>
  applyDecorators(ApiExtraModels(accepted), ApiResponse({ status: HttpStatus.ACCEPTED, description: 'Kept; it will be done.', content: acceptedContent(accepted, example) }));

const RANGE: Headers = { 'Content-Range': { description: 'Which bytes these are, and of how many: `bytes 0-9/4096`.', schema: { type: 'string' } } };

const documentParts = (docs: RouteDocs): MethodDecorator =>
  ApiResponse({ status: HttpStatus.PARTIAL_CONTENT, description: 'The part that Range asks for.', content: docs.answerMedia ?? answerContent(docs), headers: { ...headersOf(docs), ...RANGE } });

const NOT_MODIFIED = ApiResponse({ status: HttpStatus.NOT_MODIFIED, description: 'You have it already: If-None-Match names it.' });

const otherAnswers = (docs: RouteDocs): readonly MethodDecorator[] => [...(isTagged(docs) ? [NOT_MODIFIED] : []), ...(docs.parts ? [documentParts(docs)] : [])];

const requestBody = ({ bodyMedia }: RouteDocs) => (bodyMedia === undefined ? {} : { requestBody: { required: true, ...bodyMedia } as RequestBodyObject });

const documentBody = (body: Type<object>): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(body),
    ApiBody({ required: true, description: 'JSON; may be compressed with gzip, deflate, br or zstd.', schema: { $ref: getSchemaPath(body) }, examples: { example: { value: exampleOf(body) } } }),
  );

/** Everything OpenAPI says of a route, and the status of its good answer. */
export const RouteDocs = (docs: RouteDocs): MethodDecorator => {
  const { summary, description, status = 200, answer, accepted, acceptedExample = {}, body, answerMedia, open = false, oip = false } = docs;
  return applyDecorators(
    HttpCode(status),
    ApiOperation({ summary, description, ...requestBody(docs) }),
    ApiProduces('application/json', oip ? 'application/json' : 'application/problem+json'),
    ApiExtraModels(answer, ProblemDto),
    ApiResponse({ status, description: `${summary}.`, content: answerMedia ?? answerContent(docs), headers: headersOf(docs) }),
    ...errorResponses(codesOf(docs), { oip }).map((response) => ApiResponse(response)),
    ...(accepted === undefined ? [] : [documentAccepted(accepted, acceptedExample)]),
    ...otherAnswers(docs),
    ...(body === undefined ? [] : [documentBody(body)]),
    ...(open ? [] : [ApiSecurity('api-key'), ApiSecurity('bearer')]),
  );
};
