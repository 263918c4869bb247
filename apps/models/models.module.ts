import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';

@Module({
  imports: [databaseModule('models'), outboxModule('models'), onceScheduleModule()],
  controllers: [],
  providers: [],
})
export class ModelsModule {}
