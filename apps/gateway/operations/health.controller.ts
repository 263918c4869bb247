import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { HealthDto, MetricsDto } from '@ml/contracts/dto/health-dto';
import { RouteDocs } from '../openapi/route-docs';
import { FleetHealth } from './fleet-health';
import { FleetMetrics } from './fleet-metrics';

@ApiTags('Operations')
@Controller('api/v1/ml')
export class HealthController {
  constructor(
    @Inject(FleetHealth) private readonly health: FleetHealth,
    @Inject(FleetMetrics) private readonly figures: FleetMetrics,
  ) {}

  @Get('health')
  @RouteDocs({ summary: 'Health of the fleet', description: 'Needs no key. Answers 503 with the same body when nothing can be decided.', answer: HealthDto, open: true, alone: true })
  async fleet(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    const health = await this.health.look();
    reply.code(health.status === 'unhealthy' ? 503 : 200).header('cache-control', 'no-store');
    return health;
  }

  @Get('metrics')
  @RouteDocs({ summary: 'Figures of the fleet', description: 'A few figures for people; each service has Prometheus metrics on a port of its own.', answer: MetricsDto, alone: true })
  metrics(): Promise<MetricsDto> {
    return this.figures.read();
  }
}
