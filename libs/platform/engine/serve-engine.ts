import { Module } from '@nestjs/common';
import { ENGINES } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import { readConfig } from '@ml/engine-kernel/settings';
import { buildId } from '../build-id';
import { runService } from '../run-service';
import { SettingsError } from '../settings';
import { DecidePool, WORKER_FILE } from './decide-pool';
import { engineController } from './engine.controller';
import { EngineFacts } from './engine-facts';
import { engineSettings } from './engine-settings';
import { BUILD, ENGINE } from './engine-tokens';
import { SnapshotShelf } from './snapshot-shelf';

/** One generic service for every engine. */
export const serveEngine = async (engine: Engine, file: string): Promise<void> => {
  const contract = Object.values(ENGINES).find(({ type }) => type === engine.name);
  if (contract === undefined) throw new Error(`${engine.name} is not among the contracts' engines`);
  const { faults } = readConfig(engine.name, engine.settings, process.env);
  if (faults.length > 0) {
    process.stderr.write(`${engine.name}: ${new SettingsError(faults).message}\n`);
    process.exit(78);
  }

  @Module({
    controllers: [engineController(contract)],
    providers: [
      SnapshotShelf,
      EngineFacts,
      DecidePool,
      { provide: ENGINE, useValue: engine },
      { provide: BUILD, useValue: buildId() },
      { provide: WORKER_FILE, useValue: file },
    ],
  })
  class EngineModule {}

  await runService({ owner: contract.owner, settings: engineSettings, module: EngineModule });
};
