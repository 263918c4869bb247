import { Inject, Injectable } from '@nestjs/common';
import type { HealthDto } from '@ml/contracts/dto/health-dto';
import { ENGINES } from '@ml/contracts/engines';
import { Health, type HealthReport } from '@ml/platform/health';
import { LearningWarnings } from './learning-warnings';
import { ModelPresence } from './model-presence';
import { ServiceProbes, type Presence } from './service-probes';

const ENGINE_SERVICES = Object.values(ENGINES).map(({ owner }) => owner);

/** The health of the fleet as seen from its door. */
@Injectable()
export class FleetHealth {
  constructor(
    @Inject(Health) private readonly health: Health,
    @Inject(ServiceProbes) private readonly probes: ServiceProbes,
    @Inject(ModelPresence) private readonly models: ModelPresence,
    @Inject(LearningWarnings) private readonly learning: LearningWarnings,
  ) {}

  async look(): Promise<HealthDto> {
    const [own, services, models, warnings] = await Promise.all([this.health.report(), this.probes.look(), this.models.look(), this.learning.look()]);
    return {
      status: statusOf(own, services),
      database: own.checks['postgres']?.status ?? 'down',
      redis: own.checks['redis']?.status ?? 'not configured',
      nats: own.checks['nats']?.status ?? 'down',
      models_loaded: models.loaded,
      services,
      warnings,
    };
  }
}

/** Without decisions, or without any engine, nothing can be decided; anything else missing is a degradation. */
const statusOf = (own: HealthReport, services: Readonly<Record<string, Presence>>): HealthReport['status'] => {
  const decides = services['decisions'] === 'up' && ENGINE_SERVICES.some((engine) => services[engine] === 'up');
  if (own.status === 'unhealthy' || !decides) return 'unhealthy';
  return own.status === 'degraded' || Object.values(services).includes('down') ? 'degraded' : 'healthy';
};
