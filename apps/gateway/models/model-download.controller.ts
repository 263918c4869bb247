import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ModelDetailsDto, ModelPath } from '@ml/contracts/dto/model-dto';
import { askDownload } from '@ml/contracts/models';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Bus } from '@ml/platform/bus/bus';
import { hasAlready } from '../http/entity-tag';
import { RouteDocs } from '../openapi/route-docs';

const UNSAFE_IN_QUOTES = /[^\x20-\x7e]|["\\%]/g;

/** RFC 6266: plain for old clients, and as it is. */
const dispositionOf = (name: string): string =>
  `attachment; filename="${name.replaceAll(UNSAFE_IN_QUOTES, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)}`;

@ApiTags('Models')
@Controller('api/v1/ml/models')
export class ModelDownloadController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(BlobStore) private readonly blobs: BlobStore,
  ) {}

  @Get(':model_id/download')
  @RouteDocs({
    summary: 'Download a model',
    description: 'The file as it was uploaded. The ETag is its SHA-256: send it back as If-None-Match.',
    answer: ModelDetailsDto,
    answerMedia: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' }, example: '<bytes of model.onnx>' } },
    tagged: true,
    errors: ['NOT_FOUND'],
  })
  async download(@Param() { model_id }: ModelPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { blob, size_bytes, sha256, file_name } = await this.bus.ask(askDownload, { model_id });
    const tag = `"${sha256}"`;
    reply.header('etag', tag).header('cache-control', 'private, no-cache').header('content-disposition', dispositionOf(file_name));
    if (hasAlready(request, tag)) return void reply.code(304).send();
    reply.header('content-type', 'application/octet-stream').header('content-length', size_bytes);
    // Fastify would read a whole file to answer HEAD with nothing of it.
    const { pieces } = request.method === 'HEAD' ? { pieces: [] } : await this.blobs.stream(blob);
    reply.send(Readable.from(pieces, { objectMode: false }));
  }
}
