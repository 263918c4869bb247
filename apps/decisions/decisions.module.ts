import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { DecisionStore } from '@ml/persistence/stores/decisions/decision-store';
import { DecideController } from './decide.controller';
import { DecideOnce } from './decide-once';
import { Decider } from './decider';
import { DecisionCircumstances } from './decision-circumstances';
import { EngineCaller } from './engine-caller';
import { EngineDirectory } from './engine-directory';
import { Housekeeper } from './housekeeper';
import { LogController } from './log.controller';
import { Replayer } from './replayer';
import { ResultCache } from './result-cache';
import { NewestSnapshots } from './newest-snapshots';

@Module({
  imports: [databaseModule('decisions'), outboxModule('decisions'), onceScheduleModule()],
  controllers: [DecideController, LogController],
  providers: [DecisionStore, DecideOnce, Decider, DecisionCircumstances, EngineCaller, EngineDirectory, Housekeeper, Replayer, ResultCache, NewestSnapshots],
})
export class DecisionsModule {}
