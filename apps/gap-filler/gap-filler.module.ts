import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { GapsController } from './gaps/gaps.controller';

@Module({ imports: [databaseModule('gap-filler'), outboxModule('gap-filler'), onceScheduleModule()], controllers: [GapsController] })
export class GapFillerModule {}
