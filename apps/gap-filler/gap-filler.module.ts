import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { JOB_RULES } from '@ml/persistence/stores/gap-filler/job-rules';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { GapsController } from './gaps/gaps.controller';
import { JOB_HANDLERS, type JobHandler } from './jobs/job-handler';
import { jobRules } from './jobs/job-rules';

/** One of each kind of job. */
const HANDLERS = { provide: JOB_HANDLERS, useFactory: (...handlers: JobHandler[]) => handlers, inject: [] };

@Module({
  imports: [databaseModule('gap-filler'), outboxModule('gap-filler'), onceScheduleModule()],
  controllers: [GapsController],
  providers: [{ provide: JOB_RULES, useValue: jobRules }, JobStore, HANDLERS],
})
export class GapFillerModule {}
