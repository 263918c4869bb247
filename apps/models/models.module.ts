import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { ForecastMaker } from './forecasts/forecast-maker';
import { Forecaster } from './forecasts/forecaster';
import { HOST_PROVIDERS } from './hosts/host-providers';
import { InferenceController } from './inference/inference.controller';
import { ModelFinder } from './inference/model-finder';
import { OipModelController } from './inference/oip-model.controller';
import { PREDICTION_CONTROLLERS, PREDICTION_PARTS } from './predictions/prediction-parts';
import { RefreshController } from './refresh/refresh.controller';
import { REFRESH_PARTS } from './refresh/refresh-parts';
import { REGISTRY_PARTS } from './registry/registry-parts';
import { RegistryController } from './registry/registry.controller';

@Module({
  imports: [databaseModule('models'), outboxModule('models'), onceScheduleModule()],
  controllers: [RegistryController, RefreshController, InferenceController, OipModelController, ...PREDICTION_CONTROLLERS],
  providers: [...HOST_PROVIDERS, ...REGISTRY_PARTS, ModelFinder, ...PREDICTION_PARTS, ForecastMaker, Forecaster, ...REFRESH_PARTS],
})
export class ModelsModule {}
