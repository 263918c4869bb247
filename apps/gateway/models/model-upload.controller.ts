import { Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiExtraModels, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ModelUploadRequest, UploadedModelDto } from '@ml/contracts/dto/model-upload-dto';
import type { UploadedModel } from '@ml/contracts/models';
import { exampleOf } from '../openapi/example-of';
import { RouteDocs } from '../openapi/route-docs';
import { ModelUpload } from './model-upload';

@ApiTags('Models')
@Controller('api/v1/ml/models')
export class ModelUploadController {
  constructor(@Inject(ModelUpload) private readonly uploads: ModelUpload) {}

  @Post('upload')
  @ApiExtraModels(ModelUploadRequest)
  @RouteDocs({
    summary: 'Upload a model',
    description:
      'An `.onnx` file of at most MAX_MODEL_FILE_SIZE_MB with its fields, in any order. It is read (operators, width, no loops, no external data), loaded in a process of its own and checked against its golden rows before it is registered, inactive; that may take 110 s after the last byte, the whole request 300 s. Formats that run code when they are opened (`.pkl`, `.joblib`, `.pt`) are refused with the way to ONNX. For keys of scope platform or admin that are bound to no tenant; two uploads at once per replica.',
    status: 201,
    answer: UploadedModelDto,
    bodyMedia: { description: 'A form with one file.', content: { 'multipart/form-data': { schema: { $ref: getSchemaPath(ModelUploadRequest) }, example: exampleOf(ModelUploadRequest) } } },
    errors: ['BAD_UPLOAD', 'MISSING_FIELD', 'DUPLICATE_FIELD', 'BAD_FIELD', 'BAD_TIME', 'BAD_JSON', 'UNSUPPORTED_MODEL_FORMAT', 'BAD_MODEL', 'MODEL_EXISTS', 'MODEL_TYPE_MISMATCH'],
  })
  upload(@Req() request: FastifyRequest): Promise<UploadedModel> {
    return this.uploads.take(request);
  }
}
