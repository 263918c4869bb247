import { Controller, Get, HttpStatus, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { askExport, askExports, askOrderExport, type ExportJob } from '@ml/contracts/datasets';
import { ExportJobDto, ExportPath, ExportsQueryDto, OrderExportQueryDto } from '@ml/contracts/dto/export-dto';
import { Bus } from '@ml/platform/bus/bus';
import { sendPage, withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';

const DEFAULT_DAYS = 90;

@ApiTags('Collection')
@Controller('api/v1/admin')
export class ExportsController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Post('ml-export')
  @RouteDocs({
    summary: 'Export collected data',
    description:
      'A file for each dataset, all as of one instant, and a manifest with columns, counts, hashes and quality. Up to 100,000 rows the answer has the files; beyond, 202 and a job to look after. At most two at a time.',
    answer: ExportJobDto,
    accepted: ExportJobDto,
    acceptedExample: { status: 'queued', rows_done: 0, rows_total: 0, files: [], quality: [], archived_to: null, completed_at: null, expires_at: null },
    errors: ['TOO_MANY_EXPORTS'],
  })
  async order(@Query() { days = DEFAULT_DAYS, output_format = 'json', gzip = false, datasets = [] }: OrderExportQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<ExportJob> {
    const job = await this.bus.ask(askOrderExport, { days, output_format, gzip, datasets, requested_by: 'rest' });
    if (job.status === 'queued' || job.status === 'running') reply.status(HttpStatus.ACCEPTED);
    return job;
  }

  @Get('exports')
  @RouteDocs({ summary: 'List exports', description: 'Newest first. Files are kept for as long as `expires_at` says.', answer: ExportJobDto, list: true })
  async list(@Query() query: ExportsQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly ExportJob[]> {
    return sendPage(reply, await this.bus.ask(askExports, withPage(query)));
  }

  @Get('exports/:export_id')
  @RouteDocs({ summary: 'Look at an export', description: 'How far it is, its files and what is wrong with their rows.', answer: ExportJobDto, errors: ['NOT_FOUND'] })
  one(@Param() { export_id }: ExportPath): Promise<ExportJob> {
    return this.bus.ask(askExport, { export_id });
  }
}
