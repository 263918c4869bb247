import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { EXPOSURE_CONTROLLERS, EXPOSURE_PROVIDERS } from './exposure/exposure-parts';
import { INTAKE_CONTROLLERS, INTAKE_PROVIDERS } from './intake/intake-parts';
import { LEARNING_PROVIDERS } from './learning/learning-parts';
import { PATTERN_CONTROLLERS, PATTERN_PROVIDERS } from './patterns/pattern-parts';
import { POOL_CONTROLLERS, POOL_PROVIDERS } from './pools/pool-parts';
import { PUBLISHING_PROVIDERS } from './publishing/publishing-parts';
import { REBALANCE_CONTROLLERS, REBALANCE_PROVIDERS } from './rebalance/rebalance-parts';

@Module({
  imports: [databaseModule('feedback'), outboxModule('feedback'), onceScheduleModule()],
  controllers: [...INTAKE_CONTROLLERS, ...POOL_CONTROLLERS, ...EXPOSURE_CONTROLLERS, ...PATTERN_CONTROLLERS, ...REBALANCE_CONTROLLERS],
  providers: [...INTAKE_PROVIDERS, ...POOL_PROVIDERS, ...LEARNING_PROVIDERS, ...EXPOSURE_PROVIDERS, ...PATTERN_PROVIDERS, ...PUBLISHING_PROVIDERS, ...REBALANCE_PROVIDERS],
})
export class FeedbackModule {}
