import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Health, type HealthReport } from '@ml/platform/health';

/** The probes of the ops port, for load balancers that only know the public one. */
@ApiExcludeController()
@Controller()
export class ProbesController {
  constructor(@Inject(Health) private readonly health: Health) {}

  @Get('livez')
  live(): { readonly status: string } {
    return { status: 'alive' };
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Pick<HealthReport, 'status'>> {
    const { status } = await this.health.report();
    reply.code(status === 'unhealthy' ? 503 : 200);
    return { status };
  }
}
