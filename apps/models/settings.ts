import { databaseSettings } from '@ml/persistence/database-settings';
import { choice, decimal, defineSettings, flag, integer, text } from '@ml/platform/settings';

export const modelsSettings = defineSettings({
  ...databaseSettings,
  uploadDir: text({ env: 'MODEL_UPLOAD_DIR', default: 'models/uploaded', why: 'where files of active models are kept on this machine; a cache, the blob store has the truth' }),
  cacheMb: integer({ env: 'MODEL_CACHE_MB', default: 5_000, min: 100, max: 1_000_000, unit: 'MB', why: 'files of models that are not active are deleted from MODEL_UPLOAD_DIR above this, the longest unused first' }),
  autoReload: flag({ env: 'AUTO_RELOAD_MODELS', default: true, why: 'false: another version is served only after a restart' }),
  training: choice({ env: 'ALLOW_MODEL_TRAINING', of: ['false'], default: 'false', why: 'models are trained by the trainer, never in the server; no other value is accepted' }),
  maxFileMb: integer({ env: 'MAX_MODEL_FILE_SIZE_MB', default: 500, min: 1, max: 2_000, unit: 'MiB', why: 'a larger model is refused' }),
  maxActive: integer({ env: 'MODEL_MAX_ACTIVE', default: 8, min: 1, max: 64, unit: 'models', why: 'models loaded at once by each replica, challengers included: each is a process' }),
  hostMemoryMb: integer({ env: 'MODEL_HOST_MEMORY_MB', default: 2_048, min: 128, max: 65_536, unit: 'MiB', why: 'a model host that needs more is ended' }),
  loadSeconds: integer({ env: 'MODEL_LOAD_SECONDS', default: 60, min: 1, max: 600, unit: 's', why: 'a model that is not loaded and checked by then is refused' }),
  runSeconds: integer({ env: 'MODEL_RUN_SECONDS', default: 10, min: 1, max: 300, unit: 's', why: 'a model host that has not answered by then is ended and replaced' }),
  hostThreads: integer({ env: 'MODEL_HOST_THREADS', default: 1, min: 1, max: 64, unit: 'threads', why: 'cores that one run may use' }),
  refreshMaxErrorRatio: decimal({ env: 'MODEL_REFRESH_MAX_ERROR_RATIO', default: 1.5, min: 0.1, max: 100, unit: 'times', why: 'a price model passes a refresh when its error on new prices is at most so many times that of "no change", or that of its training' }),
  predictionLogRows: integer({ env: 'PREDICTION_LOG_ROWS', default: 100, min: 1, max: 1_000, unit: 'rows', why: 'of a larger request this many rows are logged, and how many there were' }),
  predictionRetentionDays: integer({ env: 'PREDICTION_RETENTION_DAYS', default: 90, min: 1, max: 3_650, unit: 'days', why: 'how long predictions and their outcomes are kept' }),
});

export type ModelsSettings = typeof modelsSettings;
