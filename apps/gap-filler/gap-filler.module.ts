import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { GapStore } from '@ml/persistence/stores/gap-filler/gap-store';
import { JOB_RULES } from '@ml/persistence/stores/gap-filler/job-rules';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { GapAnalyzer } from './gaps/gap-analyzer';
import { GapFillings } from './gaps/gap-fillings';
import { GapHandler } from './gaps/gap-handler';
import { GapJobs } from './gaps/gap-jobs';
import { GapViews } from './gaps/gap-views';
import { GapsController } from './gaps/gaps.controller';
import { JOB_HANDLERS, type JobHandler } from './jobs/job-handler';
import { JobHousekeeper } from './jobs/job-housekeeper';
import { JobMetrics } from './jobs/job-metrics';
import { jobRules } from './jobs/job-rules';
import { JobsController } from './jobs/jobs.controller';
import { Reconciler } from './jobs/reconciler';
import { Steps } from './jobs/steps';
import { Teller } from './jobs/teller';
import { Planner } from './planning/planner';
import { PriceKnowledge } from './planning/price-knowledge';
import { RefreshHandler } from './refresh/refresh-handler';
import { REFRESH_CONTROLLERS, REFRESH_PROVIDERS } from './refresh/refresh-parts';

/** One of each kind of job. */
const HANDLERS = { provide: JOB_HANDLERS, useFactory: (...handlers: JobHandler[]) => handlers, inject: [GapHandler, RefreshHandler] };
const JOBS = [{ provide: JOB_RULES, useValue: jobRules }, JobStore, JobMetrics, Steps, Reconciler, Teller, JobHousekeeper];
const PLANNING = [Planner, PriceKnowledge];
const GAPS = [GapStore, GapJobs, GapViews, GapAnalyzer, GapFillings, GapHandler];

@Module({
  imports: [databaseModule('gap-filler'), outboxModule('gap-filler'), onceScheduleModule()],
  controllers: [JobsController, GapsController, ...REFRESH_CONTROLLERS],
  providers: [...JOBS, ...PLANNING, ...GAPS, ...REFRESH_PROVIDERS, HANDLERS],
})
export class GapFillerModule {}
