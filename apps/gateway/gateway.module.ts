import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { apiKeyEntity } from '@ml/persistence/stores/gateway/api-key';
import { ApiKeyStore } from '@ml/persistence/stores/gateway/api-key-store';
import { scratchFolders } from '@ml/platform/files/scratch-folders';
import { CONTROLLERS } from './controllers';
import { CollectionMeter } from './collection/collection-meter';
import { ScanDesk } from './collection/scan-desk';
import { DecisionDesk } from './decisions/decision-desk';
import { DecisionMeter } from './decisions/decision-meter';
import { EngineSchemas } from './engines/engine-schemas';
import { EngineUpload } from './engines/engine-upload';
import { InterruptionDesk } from './feedback/interruption-desk';
import { Gatekeeper } from './http/gatekeeper';
import { RateLimits } from './http/rate-limits';
import { RequestLog } from './http/request-log';
import { Authenticator } from './keys/authenticator';
import { InferenceDesk } from './inference/inference-desk';
import { KeyMaker } from './keys/key-maker';
import { KeyRing } from './keys/key-ring';
import { ModelUpload } from './models/model-upload';
import { FleetHealth } from './operations/fleet-health';
import { DeadLetterGauge } from './operations/dead-letter-gauge';
import { FleetMetrics } from './operations/fleet-metrics';
import { LearningWarnings } from './operations/learning-warnings';
import { ModelPresence } from './operations/model-presence';
import { PredictionMeter } from './operations/prediction-meter';
import { ServiceProbes } from './operations/service-probes';
import { ApiDocument } from './openapi/api-document';
import { Feed } from './stream/feed';
import { StreamDoor } from './stream/stream-door';
import { StreamServer } from './stream/stream-server';
import { Spool } from './uploads/spool';
import { WasteDesk } from './insights/waste-desk';

@Module({
  // Known keys count while the database is away, so it is not critical here.
  imports: [databaseModule('gateway', { entities: [apiKeyEntity], critical: false })],
  controllers: [...CONTROLLERS],
  providers: [
    ApiDocument,
    ApiKeyStore,
    Authenticator,
    CollectionMeter,
    DecisionDesk,
    DecisionMeter,
    EngineSchemas,
    EngineUpload,
    Feed,
    FleetHealth,
    DeadLetterGauge,
    FleetMetrics,
    Gatekeeper,
    InferenceDesk,
    InterruptionDesk,
    KeyMaker,
    KeyRing,
    LearningWarnings,
    ModelPresence,
    ModelUpload,
    PredictionMeter,
    RateLimits,
    RequestLog,
    ScanDesk,
    ServiceProbes,
    scratchFolders('ml-uploads'),
    Spool,
    StreamDoor,
    StreamServer,
    WasteDesk,
  ],
})
export class GatewayModule {}
