import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { apiKeyEntity } from '@ml/persistence/stores/gateway/api-key';
import { ApiKeyStore } from '@ml/persistence/stores/gateway/api-key-store';
import { ApiKeysController } from './admin/api-keys.controller';
import { DeadLettersController } from './admin/dead-letters.controller';
import { ClustersController } from './clusters/clusters.controller';
import { DecideController } from './decisions/decide.controller';
import { DecisionDesk } from './decisions/decision-desk';
import { DecisionLogController } from './decisions/decision-log.controller';
import { DecisionMeter } from './decisions/decision-meter';
import { TogglesController } from './features/toggles.controller';
import { Gatekeeper } from './http/gatekeeper';
import { RateLimits } from './http/rate-limits';
import { RequestLog } from './http/request-log';
import { Authenticator } from './keys/authenticator';
import { KeyMaker } from './keys/key-maker';
import { KeyRing } from './keys/key-ring';
import { FleetHealth } from './operations/fleet-health';
import { DeadLetterGauge } from './operations/dead-letter-gauge';
import { FleetMetrics } from './operations/fleet-metrics';
import { HealthController } from './operations/health.controller';
import { ProbesController } from './operations/probes.controller';
import { ServiceProbes } from './operations/service-probes';
import { PricingController } from './pricing/pricing.controller';
import { Feed } from './stream/feed';
import { StreamDoor } from './stream/stream-door';
import { StreamServer } from './stream/stream-server';

@Module({
  // Known keys count while the database is away, so it is not critical here.
  imports: [databaseModule('gateway', { entities: [apiKeyEntity ], critical: false })],
  controllers: [
    DecideController,
    DecisionLogController,
    ClustersController,
    TogglesController,
    PricingController,
    HealthController,
    ProbesController,
    ApiKeysController,
    DeadLettersController,
  ],
  providers: [
    ApiKeyStore,
    Authenticator,
    DecisionDesk,
    DecisionMeter,
    Feed,
    FleetHealth,
    DeadLetterGauge,
    FleetMetrics,
    Gatekeeper,
    KeyMaker,
    KeyRing,
    RateLimits,
    RequestLog,
    ServiceProbes,
    StreamDoor,
    StreamServer,
  ],
})
export class GatewayModule {}
