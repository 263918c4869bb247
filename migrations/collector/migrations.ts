import { createOutboxAndSchedules } from './20261122020000-create-outbox-and-schedules';
import { createIntake } from './20261122020100-create-intake';
import { createCollectedData } from './20261122020200-create-collected-data';
import { createCosts } from './20261122020300-create-costs';
import { createExports } from './20261122020400-create-exports';

/** In order; only ever appended to. */
export const collectorMigrations = [createOutboxAndSchedules, createIntake, createCollectedData, createCosts, createExports];
