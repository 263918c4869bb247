import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askScan, type ScanStatus } from '@ml/contracts/collection';
import { ScanAcceptedDto, ScanPath, ScanRequestDto, ScanStatusDto } from '@ml/contracts/dto/collection-scan-dto';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';
import { ScanDesk } from './scan-desk';

@ApiTags('Collection')
@Controller('api/v1/ml/collection/scans')
export class ScansController {
  constructor(
    @Inject(ScanDesk) private readonly desk: ScanDesk,
    @Inject(Bus) private readonly bus: Bus,
  ) {}

  @Post()
  @RouteDocs({
    summary: 'Send a scan of a cloud account',
    description:
      'Anonymised in memory on the way in; 202 once its anonymised form cannot be lost, `GET` says when it is in the tables. 64 MB at most as sent, 256 MB inflated, 200,000 resources. A resource that cannot be read costs only itself, a bad metric or tag not even that: both are named by their place. The same scan again is a `duplicate`, whatever the answer of the first was; a body that ends too early leaves nothing behind.',
    status: 202,
    answer: ScanAcceptedDto,
    body: ScanRequestDto,
    errors: ['SCAN_ID_REUSED'],
  })
  send(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ScanAcceptedDto> {
    return this.desk.take({ request, reply });
  }

  @Get(':scan_id')
  @RouteDocs({ summary: 'How far a scan is', description: 'Whether it is in the tables, what of it is, and what was wrong with it.', answer: ScanStatusDto, errors: ['NOT_FOUND'] })
  get(@Param() { scan_id }: ScanPath): Promise<ScanStatus> {
    return this.bus.ask(askScan, { scan_id });
  }
}
