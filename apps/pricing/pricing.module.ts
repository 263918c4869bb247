import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { CoverageController } from './answers/coverage.controller';
import { FetchPlanningController } from './answers/fetch-planning.controller';
import { FetchScopes } from './answers/fetch-scopes';
import { FetchController } from './answers/fetch.controller';
import { KnownNames } from './answers/known-names';
import { PricesController } from './answers/prices.controller';
import { ReadCache } from './answers/read-cache';
import { ChunkEnds } from './fetch/chunk-ends';
import { ChunkStages } from './fetch/chunk-stages';
import { FetchOrders } from './fetch/fetch-orders';
import { FetchQueue } from './fetch/fetch-queue';
import { FetchWorker } from './fetch/fetch-worker';
import { IdleMemory } from './fetch/idle-memory';
import { LostChunks } from './fetch/lost-chunks';
import { PageTurner } from './fetch/page-turner';
import { Refresh } from './fetch/refresh';
import { RefreshTasks } from './fetch/refresh-tasks';
import { MonthsGauge } from './months-gauge';
import { PriceHealth } from './price-health';
import { PastPricesTables } from './snapshots/past-prices';
import { PastPricesController } from './snapshots/past-prices.controller';
import { SnapshotClock } from './snapshots/snapshot-clock';
import { SnapshotPublisher } from './snapshots/snapshot-publisher';
import { AwsCalls } from './sources/aws-calls';
import { CatalogueSource } from './sources/catalogue-source';
import { OnDemandSource } from './sources/on-demand-source';
import { SourceCaller } from './sources/source-caller';
import { SpotAdvisorSource } from './sources/spot-advisor-source';
import { SpotHistorySource } from './sources/spot-history-source';

const SOURCES = [AwsCalls, SourceCaller, SpotHistorySource, OnDemandSource, SpotAdvisorSource, CatalogueSource];

@Module({
  imports: [databaseModule('pricing'), outboxModule('pricing'), onceScheduleModule()],
  controllers: [PricesController, CoverageController, FetchPlanningController, PastPricesController, FetchController, FetchWorker, FetchOrders],
  providers: [...SOURCES, ChunkStages, ChunkEnds, LostChunks, PageTurner, IdleMemory, FetchQueue, RefreshTasks, Refresh, SnapshotPublisher, SnapshotClock, PastPricesTables, KnownNames, FetchScopes, ReadCache, PriceHealth, MonthsGauge],
})
export class PricingModule {}
