import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { ACTION_CONTROLLERS, ACTION_PROVIDERS } from './actions/action-parts';
import { ANSWER_CONTROLLERS } from './answers/answer-parts';
import { COST_PROVIDERS } from './costs/cost-parts';
import { DATASET_CONTROLLERS, DATASET_PROVIDERS } from './datasets/dataset-parts';
import { GROWTH_CONTROLLERS, GROWTH_PROVIDERS } from './growth/growth-parts';
import { IDENTITY_PROVIDERS } from './identity/identity-parts';
import { INTAKE_CONTROLLERS, INTAKE_PROVIDERS } from './intake/intake-parts';
import { PRIVACY_CONTROLLERS, PRIVACY_PROVIDERS } from './privacy/privacy-parts';
import { SERIES_CONTROLLERS, SERIES_PROVIDERS } from './series/series-parts';
import { STORING_CONTROLLERS, STORING_PROVIDERS } from './storing/storing-parts';

@Module({
  imports: [databaseModule('collector'), outboxModule('collector'), onceScheduleModule()],
  controllers: [...INTAKE_CONTROLLERS, ...STORING_CONTROLLERS, ...ANSWER_CONTROLLERS, ...ACTION_CONTROLLERS, ...SERIES_CONTROLLERS, ...DATASET_CONTROLLERS, ...PRIVACY_CONTROLLERS, ...GROWTH_CONTROLLERS],
  providers: [...IDENTITY_PROVIDERS, ...INTAKE_PROVIDERS, ...STORING_PROVIDERS, ...ACTION_PROVIDERS, ...SERIES_PROVIDERS, ...COST_PROVIDERS, ...DATASET_PROVIDERS, ...PRIVACY_PROVIDERS, ...GROWTH_PROVIDERS],
})
export class CollectorModule {}
