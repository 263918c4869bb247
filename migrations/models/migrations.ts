import { createOutboxAndSchedules } from './20261121160000-create-outbox-and-schedules';
import { createModels } from './20261121161000-create-models';
import { createModelAliases } from './20261121161100-create-model-aliases';
import { createPredictionLog } from './20261121170000-create-prediction-log';
import { createPredictionOutcomes } from './20261121170100-create-prediction-outcomes';
import { createModelRefreshes } from './20261121204000-create-model-refreshes';

/** In order; only ever appended to. */
export const modelsMigrations = [createOutboxAndSchedules, createModels, createModelAliases, createPredictionLog, createPredictionOutcomes, createModelRefreshes];
