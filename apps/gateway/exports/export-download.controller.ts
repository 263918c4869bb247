import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { askExportFile } from '@ml/contracts/datasets';
import { ExportFileQueryDto, ExportJobDto, ExportPath } from '@ml/contracts/dto/export-dto';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Bus } from '@ml/platform/bus/bus';
import { hasAlready } from '../http/entity-tag';
import { RouteDocs } from '../openapi/route-docs';

@ApiTags('Collection')
@Controller('api/v1/admin/exports')
export class ExportDownloadController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(BlobStore) private readonly blobs: BlobStore,
  ) {}

  @Get(':export_id/download')
  @RouteDocs({
    summary: 'Download a file of an export',
    description: 'The file of that name, or the first one. The ETag is its SHA-256: send it back as If-None-Match. An export that is made again without somebody has other files.',
    answer: ExportJobDto,
    answerMedia: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' }, example: '<bytes of ml_training_data_20261122.parquet>' } },
    errors: ['NOT_FOUND'],
  })
  async download(@Param() { export_id }: ExportPath, @Query() { file = '' }: ExportFileQueryDto, @Res() reply: FastifyReply): Promise<void> {
    const { request } = reply;
    const { blob_id, name, size_bytes, sha256, content_type } = await this.bus.ask(askExportFile, { export_id, file });
    const tag = `"${sha256}"`;
    // Names are ours: plain letters, digits and dots.
    reply.header('etag', tag).header('cache-control', 'private, no-cache').header('content-disposition', `attachment; filename="${name}"`);
    if (hasAlready(request, tag)) return void reply.code(304).send();
    reply.header('content-type', content_type).header('content-length', size_bytes);
    // Fastify would read a whole file to answer HEAD with nothing of it.
    const { pieces } = request.method === 'HEAD' ? { pieces: [] } : await this.blobs.stream(blob_id);
    reply.send(Readable.from(pieces, { objectMode: false }));
  }
}
