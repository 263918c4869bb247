import { Readable } from 'node:stream';
import { Controller, Get, HttpStatus, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import { askExportFile, type ExportFileLocation } from '@ml/contracts/datasets';
import { ExportFileQueryDto, ExportJobDto, ExportPath } from '@ml/contracts/dto/export-dto';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Bus } from '@ml/platform/bus/bus';
import { bytesWithin, rangeOf } from '../http/byte-range';
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
    description:
      'The file of that name, or the first one. The ETag is its SHA-256: send it back as If-None-Match. A download that broke off goes on with `Range: bytes=N-` and the ETag as If-Range (206; 416 beyond the end). An export that is made again without somebody has other files.',
    answer: ExportJobDto,
    answerMedia: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' }, example: '<bytes of ml_training_data_20261122.parquet>' } },
    tagged: true,
    parts: true,
    errors: ['NOT_FOUND', 'BAD_RANGE'],
  })
  async download(@Param() { export_id }: ExportPath, @Query() { file = '' }: ExportFileQueryDto, @Res() reply: FastifyReply): Promise<void> {
    const location = await this.bus.ask(askExportFile, { export_id, file });
    const { name, sha256 } = location;
    const tag = `"${sha256}"`;
    // Names are ours: plain letters, digits and dots.
    reply.header('etag', tag).header('cache-control', 'private, no-cache').header('content-disposition', `attachment; filename="${name}"`).header('accept-ranges', 'bytes');
    if (hasAlready(reply.request, tag)) reply.code(HttpStatus.NOT_MODIFIED).send();
    else await this.send(reply, location, tag);
  }

  private async send(reply: FastifyReply, { blob_id, size_bytes, content_type }: ExportFileLocation, tag: string): Promise<void> {
    const { request } = reply;
    reply.header('content-type', content_type);
    // Fastify would read a whole file to answer HEAD with nothing of it.
    if (request.method === 'HEAD') return void reply.header('content-length', size_bytes).send(Readable.from([]));
    const range = rangeOf(request, { tag, size: size_bytes });
    if (range === 'beyond') {
      reply.header('content-range', `bytes */${String(size_bytes)}`);
      throw new AppError('BAD_RANGE', `the file has ${String(size_bytes)} bytes; ask for some of these, or leave the header out`, { path: 'Range' });
    }
    const { pieces } = await this.blobs.stream(blob_id);
    if (range === undefined) return void reply.header('content-length', size_bytes).send(Readable.from(pieces, { objectMode: false }));
    const { first, last } = range;
    reply.code(HttpStatus.PARTIAL_CONTENT).header('content-range', `bytes ${String(first)}-${String(last)}/${String(size_bytes)}`).header('content-length', last + 1 - first);
    reply.send(Readable.from(bytesWithin(pieces, range), { objectMode: false }));
  }
}
