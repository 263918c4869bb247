import { Module } from '@nestjs/common';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { DecisionStore } from '@ml/persistence/stores/decisions/decision-store';
import { ScanStore } from '@ml/persistence/stores/decisions/scan-store';
import { SnapshotStore } from '@ml/persistence/stores/decisions/snapshot-store';
import { ToggleStore } from '@ml/persistence/stores/decisions/toggle-store';
import { EngineStore } from '@ml/persistence/stores/decisions/engine-store';
import { ContractTest } from './custom/contract-test';
import { CustomDecider } from './custom/custom-decider';
import { EngineBoard } from './custom/engine-board';
import { EngineChecker } from './custom/engine-checker';
import { EngineChoices } from './custom/engine-choices';
import { EngineShelf } from './custom/engine-shelf';
import { EngineTeam } from './custom/engine-team';
import { EngineTester } from './custom/engine-tester';
import { EngineUploads } from './custom/engine-uploads';
import { EnginesController } from './custom/engines.controller';
import { SandboxPool } from './custom/sandbox-pool';
import { ShadowRunner } from './custom/shadow-runner';
import { SnapshotBytes } from './custom/snapshot-bytes';
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
import { CorePlatform } from './scans/core-platform';
import { ScanGauges } from './scans/scan-gauges';
import { ScanPlan } from './scans/scan-plan';
import { ScanRunner } from './scans/scan-runner';
import { Scanner } from './scans/scanner';
import { SnapshotRequests } from './scans/snapshot-requests';
import { SnapshotKeeper } from './snapshots/snapshot-keeper';
import { SnapshotPool } from './snapshots/snapshot-pool';
import { SnapshotsController } from './snapshots/snapshots.controller';
import { ToggleBoard } from './toggles/toggle-board';
import { TogglesController } from './toggles/toggles.controller';

const DECIDING = [DecisionStore, DecideOnce, Decider, DecisionCircumstances, EngineCaller, EngineDirectory, Housekeeper, Replayer, ResultCache, NewestSnapshots];
const SCANNING = [ScanStore, SnapshotStore, SnapshotKeeper, SnapshotPool, CorePlatform, SnapshotRequests, Scanner, ScanPlan, ScanRunner, ScanGauges];
const CUSTOM = [EngineBoard, EngineShelf, EngineTeam, CustomDecider, SandboxPool, ShadowRunner, SnapshotBytes];
const REGISTRY = [EngineStore, EngineChecker, EngineUploads, EngineChoices, EngineTester, ContractTest];

@Module({
  imports: [databaseModule('decisions'), outboxModule('decisions'), onceScheduleModule()],
  controllers: [DecideController, LogController, SnapshotsController, TogglesController, EnginesController],
  providers: [...DECIDING, ...SCANNING, ...CUSTOM, ...REGISTRY, ToggleStore, ToggleBoard],
})
export class DecisionsModule {}
