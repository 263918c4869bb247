import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FetchRequestDto, FetchTaskPath } from '@ml/contracts/dto/fetch-request-dto';
import { PriceCoverageDto, PriceCoverageQueryDto } from '@ml/contracts/dto/price-coverage-dto';
import { SpotPriceQueryDto, TypeQueryDto } from '@ml/contracts/dto/price-query';
import { FetchTaskDto, OnDemandPriceDto, PricingStatsDto, SpotAdvisorDto, SpotPriceDto } from '@ml/contracts/dto/price-rows-dto';
import { askCoverage } from '@ml/contracts/price-coverage';
import { askFetch, askFetchTask, askOnDemandPrices, askPricingStats, askSpotAdvisor, askSpotPrices, type FetchTask, type PricingStats } from '@ml/contracts/pricing';
import { Bus } from '@ml/platform/bus/bus';
import { withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';
import { sendRows } from './send-rows';

type Rows = Promise<string | undefined>;

@ApiTags('Pricing')
@Controller('api/v1/ml/pricing')
export class PricingController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get('spot')
  @RouteDocs({ summary: 'List spot prices', description: 'Changes of the spot price, newest first; a price holds until the next row.', answer: SpotPriceDto, list: true, csv: true, errors: ['BAD_TIME', 'UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'] })
  async spot(@Query() query: SpotPriceQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Rows {
    return sendRows({ request, reply, row: SpotPriceDto }, await this.bus.ask(askSpotPrices, withPage(query)));
  }

  @Get('on-demand')
  @RouteDocs({ summary: 'List on-demand prices', description: 'By type, region and operating system.', answer: OnDemandPriceDto, list: true, csv: true, errors: ['UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'] })
  async onDemand(@Query() query: TypeQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Rows {
    return sendRows({ request, reply, row: OnDemandPriceDto }, await this.bus.ask(askOnDemandPrices, withPage(query)));
  }

  @Get('spot-advisor')
  @RouteDocs({ summary: 'List interruption rates', description: 'What the public Spot Advisor says of each type and region.', answer: SpotAdvisorDto, list: true, csv: true, errors: ['UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'] })
  async spotAdvisor(@Query() query: TypeQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Rows {
    return sendRows({ request, reply, row: SpotAdvisorDto }, await this.bus.ask(askSpotAdvisor, withPage(query)));
  }

  @Get('coverage')
  @RouteDocs({
    summary: 'List what is known of each day',
    description: 'By instance type, availability zone, product and day (UTC). A source reports changes only, so a day without a change is no gap: it is complete when a source was asked about all of it.',
    answer: PriceCoverageDto,
    list: true,
    csv: true,
    errors: ['BAD_TIME', 'UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'],
  })
  async coverage(@Query() query: PriceCoverageQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Rows {
    return sendRows({ request, reply, row: PriceCoverageDto }, await this.bus.ask(askCoverage, withPage(query)));
  }

  @Get('stats')
  @RouteDocs({ summary: 'Count prices', description: 'How much there is, from when to when, what is known of each region, and its newest snapshot.', answer: PricingStatsDto })
  stats(): Promise<PricingStats> {
    return this.bus.ask(askPricingStats, {});
  }

  @Post('fetch')
  @RouteDocs({
    summary: 'Fetch prices now',
    description: 'Starts a task and answers at once; follow it under /pricing/tasks.',
    status: 202,
    answer: FetchTaskDto,
    body: FetchRequestDto,
    errors: ['UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'],
  })
  fetch(@Body() { instance_types = [], regions = [], ...request }: FetchRequestDto): Promise<FetchTask> {
    return this.bus.ask(askFetch, { ...request, instance_types, regions });
  }

  @Get('tasks/:task_id')
  @RouteDocs({ summary: 'Follow a fetch', description: 'How far a fetch task is and how many rows it brought.', answer: FetchTaskDto, errors: ['NOT_FOUND'] })
  task(@Param() { task_id }: FetchTaskPath): Promise<FetchTask> {
    return this.bus.ask(askFetchTask, { task_id });
  }
}
