import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { InferenceRequest, InferenceResponse } from '@ml/contracts/dto/inference-dto';
import { exampleOf } from '../openapi/example-of';
import { RouteDocs } from '../openapi/route-docs';
import { HEADER_LENGTH } from './header-length';
import { PREDICTION_ID_HEADER } from './prediction-id-header';

export const OIP_TAG = 'Open Inference Protocol';

const BINARY = {
  schema: { type: 'string', format: 'binary' },
  example: '{"inputs":[{"name":"features","shape":[1,3],"datatype":"FP32","parameters":{"binary_data_size":12}}]}<12 bytes>',
};

const mediaOf = (type: Type<object>) => ({
  'application/json': { schema: { $ref: getSchemaPath(type) }, example: exampleOf(type) },
  'application/octet-stream': BINARY,
});

/** Everything OpenAPI says of a route that runs a model. */
export const InferDocs = (which: string): MethodDecorator =>
  applyDecorators(
    ApiTags(OIP_TAG),
    ApiExtraModels(InferenceRequest),
    ApiHeader({ name: HEADER_LENGTH, required: false, description: 'Bytes of JSON before the binary tensors; without it all of the body is JSON. 0: the body is nothing but the bytes of the only input.', schema: { type: 'integer', minimum: 0 } }),
    RouteDocs({
      summary: `Run ${which}`,
      description: `Open Inference Protocol v2 with the binary tensor extension: KServe and Triton clients work unchanged. The body, 64 MB at most, is passed on unread. Errors are \`{"error": "..."}\` beside the fields of our problems, with the code in \`X-Error-Code\`.`,
      answer: InferenceResponse,
      bodyMedia: { description: `JSON, or JSON and raw bytes with ${HEADER_LENGTH}; may be compressed.`, content: mediaOf(InferenceRequest) },
      answerMedia: mediaOf(InferenceResponse),
      answerHeaders: {
        [PREDICTION_ID_HEADER]: { description: 'Report the outcome under it: POST /api/v1/ml/predictions/{prediction_id}/outcome.', schema: { type: 'string', format: 'uuid' } },
        [HEADER_LENGTH]: { description: 'Bytes of JSON before the binary tensors; absent when all of the answer is JSON.', schema: { type: 'integer' } },
      },
      errors: ['BAD_TENSOR', 'NOT_FOUND', 'MODEL_NOT_READY', 'MODEL_FAILED', 'BAD_ENCODING'],
      oip: true,
    }),
  );
