import { collectorMigrations } from './collector/migrations';
import { decisionsMigrations } from './decisions/migrations';
import { feedbackMigrations } from './feedback/migrations';
import { gapFillerMigrations } from './gap-filler/migrations';
import { gatewayMigrations } from './gateway/migrations';
import { modelsMigrations } from './models/migrations';
import { pricingMigrations } from './pricing/migrations';
import type { MigrationClass } from './shared/sql-migration';

/** Every owner's migrations, listed one by one because patterns do not survive bundling. */
export const MIGRATIONS = {
  gateway: gatewayMigrations,
  decisions: decisionsMigrations,
  pricing: pricingMigrations,
  'gap-filler': gapFillerMigrations,
  models: modelsMigrations,
  feedback: feedbackMigrations,
  collector: collectorMigrations,
} as const satisfies Record<string, readonly MigrationClass[]>;
