import { createDecisionLog } from './20261121090000-create-decision-log';
import { createDecisionClaims } from './20261121090100-create-decision-claims';
import { createDecisionOutcomes } from './20261121090200-create-decision-outcomes';
import { createEngineMemory } from './20261121090300-create-engine-memory';
import { createOutboxAndSchedules } from './20261121090400-create-outbox-and-schedules';
import { markScans } from './20261121100000-mark-scans';
import { createFeatureToggles } from './20261121100100-create-feature-toggles';
import { createClusterSnapshots } from './20261121100200-create-cluster-snapshots';
import { createCustomEngines } from './20261121160000-create-custom-engines';

/** In order; only ever appended to. */
export const decisionsMigrations = [
  createDecisionLog,
  createDecisionClaims,
  createDecisionOutcomes,
  createEngineMemory,
  createOutboxAndSchedules,
  markScans,
  createFeatureToggles,
  createClusterSnapshots,
  createCustomEngines,
];
